package io.runnel.log;

import io.runnel.objectstore.ObjectStore;

/** A deliberate mistake, to see that it is noticed. */
abstract class SimMutation {
    static final SimMutation NONE = new SimMutation() {};

    void begin(SimWorld world) {}

    /** What the log of a node takes for its store. */
    ObjectStore between(ObjectStore network, SimLog log) {
        return network;
    }

    void crashed(SimWorld world) {}

    /** Whether the node itself tells what is durable. */
    boolean tells(SimLog log) {
        return true;
    }
}
