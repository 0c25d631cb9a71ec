package io.runnel.log;

import io.runnel.objectstore.ObjectStore;

/** A deliberate mistake, to see that it is noticed. Made for one run. */
class SimMutation {
    static final SimMutation NONE = new SimMutation();

    /** What the log of a node takes for its store. */
    ObjectStore between(ObjectStore network, SimLog log, SimWorld world) {
        return network;
    }

    LogSettings settings(LogSettings settings) {
        return settings;
    }

    /** What the log is taken at its word for. */
    LogSettings promised(LogSettings settings) {
        return settings;
    }

    void crashed(SimWorld world) {}

    /** Whether a node is told what is durable when its log says so. */
    boolean tellsInTurn() {
        return true;
    }
}
