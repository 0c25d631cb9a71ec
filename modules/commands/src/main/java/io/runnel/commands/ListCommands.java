package io.runnel.commands;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.runnel.console.Environment;
import io.runnel.console.Version;
import io.runnel.sdk.BasinClient;
import io.runnel.sdk.RunnelClient;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The commands that list basins and streams. */
final class ListCommands {
    private ListCommands() {}

    private static int basins(Control control, ListingOptions listing, RunnelClient client)
            throws InterruptedException {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        Environment environment = control.environment();
        listing.forEach(listing.prefixOr(""), client::listBasins, basin -> basin.name(), basin -> {
            if (control.isJson()) {
                json.add(Infos.json(basin));
            } else {
                environment.out().println(Infos.line(basin, environment.outStyle()));
            }
        });
        if (control.isJson()) {
            control.print(json);
        }
        return 0;
    }

    private static int streams(
            Control control, ListingOptions listing, BasinUri uri, boolean created, RunnelClient client)
            throws InterruptedException {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        Environment environment = control.environment();
        BasinClient basin = client.basin(uri.basin());
        listing.forEach(listing.prefixOr(uri.prefix()), basin::listStreams, stream -> stream.name(), stream -> {
            if (control.isJson()) {
                json.add(Infos.json(uri.basin(), stream));
            } else {
                environment.out().println(Infos.line(uri.basin(), stream, created, environment.outStyle()));
            }
        });
        if (control.isJson()) {
            control.print(json);
        }
        return 0;
    }

    /** {@code runnel ls}. */
    @Command(
            name = "ls",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description = {
                "Lists basins, or the streams of one basin with the time of their creation.",
                "Those that are being deleted are marked so."
            },
            footerHeading = "%nExamples:%n",
            footer = {"  runnel ls", "  runnel ls my-basin", "  runnel ls s2://my-basin/logs/ -n 10"})
    static final class Ls implements Callable<Integer> {
        @Parameters(
                index = "0",
                arity = "0..1",
                paramLabel = "BASIN|S2_URI",
                converter = BasinUri.WithPrefix.class,
                description = "Whose streams: BASIN, or s2://BASIN/PREFIX. Without it the basins are listed.")
        private @Nullable BasinUri uri;

        @Mixin
        private final ListingOptions listing = new ListingOptions();

        @Mixin
        private final Control control;

        Ls(Environment environment) {
            this.control = new Control(environment);
        }

        @Override
        public Integer call() {
            BasinUri of = uri;
            if (of == null) {
                return control.run("list basins", client -> basins(control, listing, client));
            }
            listing.prefixOr(of.prefix()); // a wrong use is said before a connection is made
            return control.run("list streams", client -> streams(control, listing, of, true, client));
        }
    }

    /** {@code runnel list-basins}. */
    @Command(
            name = "list-basins",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description = "Lists basins: name, and location if the server tells it.",
            footerHeading = "%nExamples:%n",
            footer = {"  runnel list-basins --prefix prod-", "  runnel list-basins --output json | jq -r '.[].name'"})
    static final class Basins implements Callable<Integer> {
        @Mixin
        private final ListingOptions listing = new ListingOptions();

        @Mixin
        private final Control control;

        Basins(Environment environment) {
            this.control = new Control(environment);
        }

        @Override
        public Integer call() {
            return control.run("list basins", client -> basins(control, listing, client));
        }
    }

    /** {@code runnel list-streams}. */
    @Command(
            name = "list-streams",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description = "Lists the streams of a basin, a URI on each line.",
            footerHeading = "%nExamples:%n",
            footer = {"  runnel list-streams my-basin", "  runnel list-streams s2://my-basin/logs/"})
    static final class Streams implements Callable<Integer> {
        @Parameters(
                index = "0",
                paramLabel = "BASIN|S2_URI",
                converter = BasinUri.WithPrefix.class,
                description = "Whose streams: BASIN, or s2://BASIN/PREFIX.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private BasinUri uri;

        @Mixin
        private final ListingOptions listing = new ListingOptions();

        @Mixin
        private final Control control;

        Streams(Environment environment) {
            this.control = new Control(environment);
        }

        @Override
        public Integer call() {
            listing.prefixOr(uri.prefix()); // a wrong use is said before a connection is made
            return control.run("list streams", client -> streams(control, listing, uri, false, client));
        }
    }
}
