package io.runnel.commands;

import io.runnel.sdk.Await;
import io.runnel.sdk.ListOptions;
import io.runnel.sdk.Page;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** What a listing shows. A picocli mixin. */
final class ListingOptions {
    private static final int PAGE = 1000;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = {"-p", "--prefix"},
            paramLabel = "PREFIX",
            description = "Only those that begin so.")
    private @Nullable String prefix;

    @Option(
            names = {"-s", "--start-after"},
            paramLabel = "NAME",
            defaultValue = "",
            description = "Only those after this one, in the order of their bytes.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String startAfter;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            converter = Limit.class,
            description = "So many at most. Default: all; of a page 1000, which is the most.")
    private @Nullable Integer limit;

    @Option(names = "--no-auto-paginate", description = "One page only, of at most --limit.")
    private boolean onePage;

    /** What names are to begin with, if the argument has not said so too. */
    String prefixOr(String ofArgument) {
        if (prefix == null) {
            return ofArgument;
        }
        if (!ofArgument.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "the prefix was given twice, by the argument and by --prefix");
        }
        return prefix;
    }

    /** Asks for pages until there are no more, or the limit is reached. */
    <T> void forEach(
            String begin,
            Function<ListOptions, CompletableFuture<Page<T>>> ask,
            Function<T, String> name,
            Consumer<T> action)
            throws InterruptedException {
        long left = limit == null ? Long.MAX_VALUE : limit;
        String after = startAfter;
        boolean more = true;
        while (more && left > 0) {
            Page<T> page = Await.result(ask.apply(new ListOptions(begin, after, (int) Math.min(PAGE, left), true)));
            List<T> items = page.items();
            items.forEach(action);
            left -= items.size();
            more = page.hasMore() && !items.isEmpty() && !onePage;
            after = items.isEmpty() ? after : name.apply(items.get(items.size() - 1));
        }
    }

    /** From the command line. */
    static final class Limit implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            try {
                int limit = Integer.parseInt(text);
                if (limit > 0) {
                    return limit;
                }
            } catch (NumberFormatException e) {
                // said below
            }
            throw new TypeConversionException("a limit is a number from 1 on, was '" + text + "'");
        }
    }
}
