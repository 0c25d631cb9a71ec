package io.runnel.engine;

import io.runnel.model.StreamConfig;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a stream has been told by its basin, which may reach it out of order: an answer may have been given before a
 * notice that has overtaken it.
 */
final class Existence {
    private int deletedGeneration;
    private int noticedGeneration;
    private int noticedVersion;
    private StreamLink.@Nullable Present present;

    /** @param deletedGeneration up to which generation streams of this name are known to have ended */
    void recovered(int deletedGeneration) {
        this.deletedGeneration = deletedGeneration;
    }

    /** The stream, if it is known to exist. */
    StreamLink.@Nullable Present present() {
        return present;
    }

    StreamConfig config() {
        if (present == null) {
            throw new IllegalStateException("the basin has to be asked first");
        }
        return present.config();
    }

    Instant createdAt() {
        if (present == null) {
            throw new IllegalStateException("the basin has to be asked first");
        }
        return present.createdAt();
    }

    /** Whether this generation is the one that exists. */
    boolean isPresent(int generation) {
        return present != null && present.generation() == generation;
    }

    boolean isDeleted(int generation) {
        return generation <= deletedGeneration;
    }

    /** @return false if the answer is out of date: the basin has to be asked again */
    boolean accept(StreamLink.Present answer) {
        boolean outOfDate = answer.generation() <= deletedGeneration
                || answer.generation() < noticedGeneration
                || (answer.generation() == noticedGeneration && answer.configVersion() < noticedVersion);
        if (!outOfDate) {
            present = answer;
        }
        return !outOfDate;
    }

    /** Nothing is served before the basin has been asked again. */
    void doubt() {
        present = null;
    }

    void configured(StreamLink.ApplyConfig notice) {
        if (isDeleted(notice.generation()) || !notice(notice.generation(), notice.configVersion())) {
            return;
        }
        if (present != null && present.generation() == notice.generation()) {
            present = new StreamLink.Present(
                    notice.generation(), notice.config(), notice.configVersion(), present.createdAt());
        } else {
            present = null;
        }
    }

    /** @return whether that is news */
    boolean deleted(StreamLink.Delete notice) {
        if (isDeleted(notice.generation())) {
            return false;
        }
        notice(notice.generation(), notice.configVersion());
        deletedGeneration = notice.generation();
        if (present != null && present.generation() <= deletedGeneration) {
            present = null;
        }
        return true;
    }

    /** Remembers the newest of all notices. @return whether this is it */
    private boolean notice(int generation, int configVersion) {
        int currentGeneration = present != null ? Math.max(noticedGeneration, present.generation()) : noticedGeneration;
        int currentVersion = present != null && present.generation() == currentGeneration
                ? Math.max(noticedGeneration == currentGeneration ? noticedVersion : 0, present.configVersion())
                : noticedVersion;
        boolean newer =
                generation > currentGeneration || (generation == currentGeneration && configVersion > currentVersion);
        if (newer) {
            noticedGeneration = generation;
            noticedVersion = configVersion;
        }
        return newer;
    }
}
