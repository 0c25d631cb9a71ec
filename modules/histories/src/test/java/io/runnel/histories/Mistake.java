package io.runnel.histories;

/** What a server may do wrong, once. */
enum Mistake {
    /** Acknowledged, and not there. */
    LOST_ACKNOWLEDGED,
    /** There twice. */
    DUPLICATED,
    /** Two batches are in each other's place after they were acknowledged. */
    REORDERED,
    /** A read that knows nothing of what was acknowledged before it began. */
    STALE_READ,
    STALE_TAIL,
    TAIL_AHEAD,
    /** A read shows a batch that is lost afterwards. */
    NOT_DURABLE_READ,
    /** A fencing token that had been replaced is in force again. */
    RESURRECTED_FENCE,
    /** A batch is let in whose token is not in force. */
    IGNORED_TOKEN,
    /** A batch is let in that expected another tail. */
    IGNORED_MATCH,
    /** A batch is refused, and its condition holds. */
    REFUSED_WITHOUT_REASON,
    /** A refusal tells a token that is not in force. */
    REFUSED_WITH_OLD_TOKEN,
    REFUSED_AND_DONE,
    /** Only the beginning of a batch is there. */
    TORN,
    /** The records of a batch are not in their order. */
    SHUFFLED,
    /** A record that nobody sent. */
    PHANTOM,
    /** A batch of a session is there, and the one before it is not. */
    HOLE_IN_SESSION,
    /** Records are gone that nobody trimmed. */
    TRIMMED_TOO_FAR
}
