package io.runnel.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;

/** Listings: pages, and all pages together. */
final class Lists {
    private Lists() {}

    static Call ask(Call call, ListOptions options) {
        if (!options.prefix().isEmpty()) {
            call.query("prefix", options.prefix());
        }
        if (!options.startAfter().isEmpty()) {
            call.query("start_after", options.startAfter());
        }
        return call.query("limit", options.limit());
    }

    static <T> Page<T> page(JsonNode json, String field, Function<JsonNode, T> item) {
        List<T> items = new ArrayList<>();
        JsonNode all = Json.required(json, field);
        all.forEach(each -> items.add(item.apply(each)));
        return new Page<>(items, json.path("has_more").asBoolean());
    }

    /** All items of all pages, without those that are not wanted. */
    static <T> CompletableFuture<List<T>> all(
            ListOptions options,
            Function<ListOptions, CompletableFuture<Page<T>>> page,
            Function<T, String> name,
            Predicate<T> wanted) {
        return more(new ArrayList<>(), options, page, name, wanted);
    }

    private static <T> CompletableFuture<List<T>> more(
            List<T> found,
            ListOptions options,
            Function<ListOptions, CompletableFuture<Page<T>>> page,
            Function<T, String> name,
            Predicate<T> wanted) {
        return page.apply(options).thenCompose(next -> {
            next.items().stream().filter(wanted).forEach(found::add);
            if (!next.hasMore() || next.items().isEmpty()) {
                return CompletableFuture.completedFuture(List.copyOf(found));
            }
            String last = name.apply(next.items().get(next.items().size() - 1));
            return more(found, options.withStartAfter(last), page, name, wanted);
        });
    }

    static <T> Page<T> without(Page<T> page, Predicate<T> unwanted) {
        return new Page<>(page.items().stream().filter(unwanted.negate()).toList(), page.hasMore());
    }
}
