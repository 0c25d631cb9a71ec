package io.runnel.model;

/** Why a request was refused: part of the protocol, hence a value and no exception. */
public sealed interface StreamError {
    /** The HTTP status of a response, or of a terminal frame, that carries this error. */
    int status();

    /**
     * A failure with a code.
     *
     * @param message for people; names the offending value and the limit; may change at any time
     */
    record Coded(ErrorCode code, String message) implements StreamError {
        @Override
        public int status() {
            return code.status();
        }
    }

    /** An append expected another fencing token (contract 6.6). */
    record FencingTokenMismatch(FencingToken current) implements StreamError {
        @Override
        public int status() {
            return 412;
        }
    }

    /**
     * An append expected another sequence number (contract 6.6).
     *
     * @param expected the number the batch would have got
     */
    record SeqNumMismatch(long expected) implements StreamError {
        @Override
        public int status() {
            return 412;
        }
    }

    /** A read starts where nothing is written, and may not wait (contract 7.5). */
    record ReadUnwritten(Position tail) implements StreamError {
        @Override
        public int status() {
            return 416;
        }
    }

    static StreamError of(ErrorCode code, String message) {
        return new Coded(code, message);
    }

    static StreamError invalid(String message) {
        return new Coded(ErrorCode.INVALID, message);
    }

    static StreamError basinNotFound(BasinName basin) {
        return new Coded(ErrorCode.BASIN_NOT_FOUND, "Basin `" + basin + "` not found");
    }

    static StreamError streamNotFound(StreamName stream) {
        return new Coded(ErrorCode.STREAM_NOT_FOUND, "Stream `" + stream + "` not found");
    }

    static StreamError basinDeletionPending(BasinName basin) {
        return new Coded(ErrorCode.BASIN_DELETION_PENDING, "Basin `" + basin + "` is being deleted");
    }

    static StreamError streamDeletionPending(StreamName stream) {
        return new Coded(ErrorCode.STREAM_DELETION_PENDING, "Stream `" + stream + "` is being deleted");
    }
}
