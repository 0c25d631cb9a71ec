package io.runnel.log;

import org.jspecify.annotations.Nullable;

/** What an index says of an entry: where it lies, and what it does to the row of its entity. */
@SuppressWarnings("ArrayRecordComponent") // a carrier: its identity is never asked for
record IndexedEntry(EntityKey key, String shard, long revision, long floor, byte @Nullable [] state, EntryRef ref) {}
