package io.runnel.journal;

import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.Tagged;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * An event of an actor that is not a stream, ready to be stored.
 *
 * @param adapterManifest given by the event adapter that made the payload; empty without one
 * @param timestamp as the actor gave it, 0 if it did not
 * @param tags by which an event adapter wants the event to be found
 * @param metadata what Pekko wants to have back beside the payload, or null
 */
record StoredEvent(
        long sequenceNr,
        long timestamp,
        String writerUuid,
        String adapterManifest,
        List<String> tags,
        ObjectCodec.Blob payload,
        ObjectCodec.@Nullable Blob metadata) {

    static StoredEvent of(PersistentRepr repr, ObjectCodec objects) {
        Object payload = repr.payload();
        Set<String> tags = Set.of();
        if (payload instanceof Tagged tagged) {
            payload = tagged.payload();
            tags = CollectionConverters.asJava(tagged.tags());
        }
        Object metadata = repr.metadata().isDefined() ? repr.metadata().get() : null;
        return new StoredEvent(
                repr.sequenceNr(),
                repr.timestamp(),
                repr.writerUuid(),
                repr.manifest(),
                tags.stream().sorted().toList(),
                objects.serialize(payload),
                metadata == null ? null : objects.serialize(metadata));
    }

    PersistentRepr repr(String persistenceId, ObjectCodec objects) {
        PersistentRepr repr = PersistentRepr.apply(
                        objects.deserialize(payload),
                        sequenceNr,
                        persistenceId,
                        adapterManifest,
                        false,
                        ActorRef.noSender(),
                        writerUuid)
                .withTimestamp(timestamp);
        return metadata == null ? repr : repr.withMetadata(objects.deserialize(metadata));
    }
}
