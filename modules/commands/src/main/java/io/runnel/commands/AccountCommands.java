package io.runnel.commands;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runnel.console.Environment;
import io.runnel.console.Version;
import io.runnel.sdk.Await;
import io.runnel.sdk.Location;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The commands about access tokens and locations of the account. */
final class AccountCommands {
    private static final String TOKENS = "access tokens";
    private static final String LOCATIONS = "locations";

    private AccountCommands() {}

    /** {@code runnel list-access-tokens}. */
    @Command(
            name = "list-access-tokens",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description = {
                "Lists access tokens, not their secrets: id and expiry, then what each is good for.",
                "* stands for any, ∅ for none."
            },
            footerHeading = "%nExamples:%n",
            footer = {"  runnel list-access-tokens", "  runnel list-access-tokens --prefix ci- --output json"})
    static final class ListTokens implements Callable<Integer> {
        @Mixin
        private final ListingOptions listing = new ListingOptions();

        @Mixin
        private final Control control;

        ListTokens(Environment environment) {
            this.control = new Control(environment);
        }

        @Override
        public Integer call() {
            return control.run("list access tokens", TOKENS, client -> {
                ArrayNode json = JsonNodeFactory.instance.arrayNode();
                listing.forEach(listing.prefixOr(""), client.accessTokens()::list, token -> token.id(), token -> {
                    if (control.isJson()) {
                        json.add(TokenScopes.json(token));
                    } else {
                        control.environment().out().println(TokenScopes.block(token));
                    }
                });
                if (control.isJson()) {
                    control.print(json);
                }
                return 0;
            });
        }
    }

    /** {@code runnel revoke-access-token}. */
    @Command(
            name = "revoke-access-token",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description = "Revokes an access token: it is good for nothing from then on.",
            footerHeading = "%nExamples:%n",
            footer = "  runnel revoke-access-token ci")
    static final class RevokeToken implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "ID", description = "Its name.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private String id;

        @Mixin
        private final Control control;

        RevokeToken(Environment environment) {
            this.control = new Control(environment);
        }

        @Override
        public Integer call() {
            return control.run("revoke access token", TOKENS, client -> {
                Await.result(client.accessTokens().revoke(id));
                control.done("Access token revoked: " + id);
                return 0;
            });
        }
    }

    private static ObjectNode json(Location location) {
        ObjectNode json = Control.object().put("name", location.name()).put("is_private", location.isPrivate());
        ArrayNode classes = json.putArray("storage_classes");
        location.storageClasses().forEach(classes::add);
        return json.put("default_storage_class", location.defaultStorageClass());
    }

    /** Name, whether it is private, and storage classes with a mark at the default. */
    private static String line(Location location) {
        String line = location.name() + (location.isPrivate() ? " (private)" : " (public)");
        if (location.storageClasses().isEmpty()) {
            return line;
        }
        List<String> classes = location.storageClasses().stream()
                .map(each -> each.equals(location.defaultStorageClass()) ? each + " (default)" : each)
                .toList();
        return line + " storage classes: " + String.join(", ", classes);
    }

    private static int show(Control control, Location location) {
        if (control.isJson()) {
            control.print(json(location));
        } else {
            control.environment().out().println(line(location));
        }
        return 0;
    }

    /** {@code runnel list-locations}. */
    @Command(
            name = "list-locations",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description = "Lists where basins can be, and which storage classes there are.",
            footerHeading = "%nExamples:%n",
            footer = "  runnel list-locations")
    static final class ListLocations implements Callable<Integer> {
        @Mixin
        private final Control control;

        ListLocations(Environment environment) {
            this.control = new Control(environment);
        }

        @Override
        public Integer call() {
            return control.run("list locations", LOCATIONS, client -> {
                List<Location> all = Await.result(client.locations().list());
                if (control.isJson()) {
                    ArrayNode json = JsonNodeFactory.instance.arrayNode();
                    all.forEach(each -> json.add(json(each)));
                    control.print(json);
                } else {
                    all.forEach(each -> control.environment().out().println(line(each)));
                }
                return 0;
            });
        }
    }

    /** {@code runnel get-default-location}. */
    @Command(
            name = "get-default-location",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description = "Shows where basins are that are created without a location.",
            footerHeading = "%nExamples:%n",
            footer = "  runnel get-default-location")
    static final class GetDefaultLocation implements Callable<Integer> {
        @Mixin
        private final Control control;

        GetDefaultLocation(Environment environment) {
            this.control = new Control(environment);
        }

        @Override
        public Integer call() {
            return control.run(
                    "get default location",
                    LOCATIONS,
                    client -> show(control, Await.result(client.locations().getDefault())));
        }
    }

    /** {@code runnel set-default-location}. */
    @Command(
            name = "set-default-location",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description = "Says where basins are to be that are created without a location.",
            footerHeading = "%nExamples:%n",
            footer = "  runnel set-default-location aws:us-east-1")
    static final class SetDefaultLocation implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "LOCATION", description = "The name of a location.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private String name;

        @Mixin
        private final Control control;

        SetDefaultLocation(Environment environment) {
            this.control = new Control(environment);
        }

        @Override
        public Integer call() {
            return control.run("set default location", LOCATIONS, client -> {
                Location location = Await.result(client.locations().setDefault(name));
                control.done("Default location set");
                return show(control, location);
            });
        }
    }
}
