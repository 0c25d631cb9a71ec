package io.runnel.journal;

import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializer;
import org.apache.pekko.serialization.Serializers;

/** Any object as bytes, by the serializer that Pekko is configured with for its class. */
final class ObjectCodec {
    private final Serialization serialization;

    /**
     * @param serializerId which serializer understands the bytes
     * @param manifest what that serializer needs to know about their type
     */
    @SuppressWarnings("ArrayRecordComponent") // a carrier: its identity is never asked for
    record Blob(int serializerId, String manifest, byte[] bytes) {}

    ObjectCodec(ActorSystem system) {
        this.serialization = SerializationExtension.get(system);
    }

    /** Throws whatever the serializer throws, {@link java.io.NotSerializableException} if there is none. */
    Blob serialize(Object object) {
        byte[] bytes = serialization.serialize(object).get();
        Serializer serializer = serialization.findSerializerFor(object);
        return new Blob(serializer.identifier(), Serializers.manifestFor(serializer, object), bytes);
    }

    Object deserialize(Blob blob) {
        return serialization
                .deserialize(blob.bytes(), blob.serializerId(), blob.manifest())
                .get();
    }
}
