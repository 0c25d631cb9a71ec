package io.runnel.engine;

import io.runnel.model.StreamConfig;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a stream has been told by its basin, which may reach it out of order: an answer may have been given before a
 * notice that has overtaken it.
 */
final class Existence {
    private StreamLink.@Nullable Present known;
    private boolean doubted;
    private int deletedGeneration;
    // The newest that was heard of.
    private int generation;
    private int configVersion;

    /** @param endedGeneration up to here, streams of this name are known to have ended */
    void recovered(int endedGeneration) {
        deletedGeneration = endedGeneration;
    }

    /** Whether the stream is known to exist, beyond doubt. */
    boolean isCertain() {
        return known != null && !doubted;
    }

    StreamConfig config() {
        return Objects.requireNonNull(known).config();
    }

    Instant createdAt() {
        return Objects.requireNonNull(known).createdAt();
    }

    boolean isDeleted(int ofGeneration) {
        return ofGeneration <= deletedGeneration;
    }

    /** @return false if the answer is out of date: the basin has to be asked again */
    boolean accept(StreamLink.Present answer) {
        if (isDeleted(answer.generation()) || isOlder(answer.generation(), answer.configVersion())) {
            return false;
        }
        heard(answer.generation(), answer.configVersion());
        known = answer;
        doubted = false;
        return true;
    }

    /** Nothing is served before the basin has been asked again. */
    void doubt() {
        doubted = true;
    }

    void configured(StreamLink.ApplyConfig notice) {
        if (isDeleted(notice.generation()) || isOlder(notice.generation(), notice.configVersion())) {
            return;
        }
        heard(notice.generation(), notice.configVersion());
        known = known != null && known.generation() == notice.generation()
                ? new StreamLink.Present(
                        notice.generation(), notice.config(), notice.configVersion(), known.createdAt())
                : null;
    }

    /** @return whether that is news */
    boolean deleted(StreamLink.Delete notice) {
        if (isDeleted(notice.generation())) {
            return false;
        }
        if (!isOlder(notice.generation(), notice.configVersion())) {
            heard(notice.generation(), notice.configVersion());
        }
        deletedGeneration = notice.generation();
        if (known != null && known.generation() <= deletedGeneration) {
            known = null;
        }
        return true;
    }

    private boolean isOlder(int ofGeneration, int ofConfigVersion) {
        return ofGeneration < generation || (ofGeneration == generation && ofConfigVersion < configVersion);
    }

    private void heard(int newGeneration, int newConfigVersion) {
        generation = newGeneration;
        configVersion = newConfigVersion;
    }
}
