package io.runnel.log;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers what is asked of the log's entries, wherever they are: in memory, in the log, in segments. Safe for use by any thread. */
final class Lookup {
    private final Id id;
    private final Loop loop;
    private final Entities entities;
    private final EntrySearch search;
    private final EntryReader reader;
    private final ReadAhead ahead;
    private final Log log;

    /** What answers depend on. */
    interface Log {
        /** As it is in the store, once this log has been opened. */
        CompletionStage<Archive> archive();

        /** Another node has ended this log. */
        void fenced(LogFencedException how);
    }

    Lookup(Id id, Loop loop, Entities entities, EntrySearch search, EntryReader reader, ReadAhead ahead, Log log) {
        this.id = id;
        this.loop = loop;
        this.entities = entities;
        this.search = search;
        this.reader = reader;
        this.ahead = ahead;
        this.log = log;
    }

    /** @see EntryLog#read */
    CompletionStage<List<LogEntry>> read(EntityKey key, int generation, long from, long until, int maxBytes) {
        EntityHistory history = entities.get(key);
        RefQuery query = history == null ? null : query(history, key, generation, 0, from, until, maxBytes);
        if (history == null || query == null) {
            return CompletableFuture.completedFuture(List.of());
        }
        return ahead.read(query, new ReadAhead.Source() {
            @Override
            public CompletionStage<List<EntryRef>> find(long later) {
                return search.find(history, query.from(later));
            }

            @Override
            public CompletionStage<List<LogEntry>> fetch(List<EntryRef> refs) {
                return reader.read(key, history.shard(), refs);
            }

            @Override
            public CompletionStage<List<LogEntry>> read(ReadAhead.Planned planned) {
                return found(() -> search.find(history, query).thenCompose(planned::fetch));
            }
        });
    }

    /** @see EntryLog#seek */
    CompletionStage<OptionalLong> seek(EntityKey key, int generation, long timestamp, long from, long until) {
        EntityHistory history = entities.get(key);
        RefQuery query = history == null ? null : query(history, key, generation, timestamp, from, until, 0);
        if (history == null || query == null) {
            return CompletableFuture.completedFuture(OptionalLong.empty());
        }
        return find(history, query)
                .thenApply(refs -> refs.isEmpty()
                        ? OptionalLong.empty()
                        : OptionalLong.of(later(query.from(), refs.get(0).firstSeq)));
    }

    /** Where the entries are. */
    CompletionStage<List<EntryRef>> find(EntityHistory history, RefQuery query) {
        return found(() -> search.find(history, query));
    }

    /** What is looked for may move meanwhile: an object is gone, or a SEAL in its place, but the index knows another. */
    private <T> CompletionStage<T> found(Supplier<CompletionStage<T>> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        ask(question, answer);
        return answer;
    }

    private <T> void ask(Supplier<CompletionStage<T>> question, CompletableFuture<T> answer) {
        long changes = search.changes();
        question.get().whenComplete((found, failure) -> {
            if (failure == null) {
                answer.complete(found);
            } else if (Backoff.cause(failure) instanceof CorruptLogException damage) {
                askAgain(question, changes, damage, answer);
            } else {
                answer.completeExceptionally(Backoff.cause(failure));
            }
        });
    }

    private <T> void askAgain(
            Supplier<CompletionStage<T>> question,
            long changes,
            CorruptLogException damage,
            CompletableFuture<T> answer) {
        var unused = log.archive().whenComplete((archive, failure) -> {
            if (failure != null) {
                answer.completeExceptionally(Backoff.cause(failure));
            } else if (archive.logs().contains(id)) {
                LogFencedException fenced = LogFencedException.archived(id);
                log.fenced(fenced);
                answer.completeExceptionally(fenced);
            } else if (search.changes() == changes) {
                answer.completeExceptionally(damage);
            } else {
                ask(question, answer);
            }
        });
    }

    /** Null if there is nothing to be found: earlier generations are gone for readers, though not yet from the store. */
    private @Nullable RefQuery query(
            EntityHistory history, EntityKey key, int generation, long timestamp, long from, long until, int maxBytes) {
        EntityRow row = history.row();
        if (row == null || row.generation() != generation) {
            return null;
        }
        long first = later(row.floor(), from);
        return Long.compareUnsigned(first, until) < 0
                ? new RefQuery(key, generation, first, until, timestamp, maxBytes, loop.epochMillis())
                : null;
    }

    private static long later(long one, long other) {
        return Long.compareUnsigned(one, other) > 0 ? one : other;
    }
}
