package io.runnel.wire;

import java.io.IOException;
import java.util.Set;

/** Checks the scope of an access token that is asked for (contract 2.5.1) as far as its syntax goes. */
final class ScopeJson {
    private static final Set<String> OPERATIONS = Set.of(
            "list-basins",
            "create-basin",
            "delete-basin",
            "reconfigure-basin",
            "get-basin-config",
            "issue-access-token",
            "revoke-access-token",
            "list-access-tokens",
            "list-streams",
            "create-stream",
            "delete-stream",
            "get-stream-config",
            "reconfigure-stream",
            "check-tail",
            "append",
            "read",
            "trim",
            "fence",
            "account-metrics",
            "basin-metrics",
            "stream-metrics",
            "list-locations",
            "get-default-location",
            "set-default-location");

    private ScopeJson() {}

    static void check(JsonReader json) throws IOException, BadRequestException {
        json.object(name -> {
            switch (name) {
                case "basins", "streams", "access_tokens" -> json.orNull(ScopeJson::resources);
                case "op_groups" -> json.orNull(ScopeJson::groups);
                case "ops" -> json.orNull(ScopeJson::operations);
                default -> {
                    return false;
                }
            }
            return true;
        });
    }

    /** {@code {"exact": …}} or {@code {"prefix": …}}. */
    private static boolean resources(JsonReader json) throws IOException, BadRequestException {
        int[] keys = new int[1];
        json.object(true, name -> {
            keys[0]++;
            json.string();
            return name.equals("exact") || name.equals("prefix");
        });
        if (keys[0] != 1) {
            throw json.defect("expected exactly one of `exact` and `prefix`");
        }
        return true;
    }

    private static boolean groups(JsonReader json) throws IOException, BadRequestException {
        json.object(name -> {
            boolean known = name.equals("account") || name.equals("basin") || name.equals("stream");
            if (known) {
                json.orNull(ScopeJson::readWrite);
            }
            return known;
        });
        return true;
    }

    private static boolean readWrite(JsonReader json) throws IOException, BadRequestException {
        json.object(name -> {
            boolean known = name.equals("read") || name.equals("write");
            if (known) {
                json.orNull(JsonReader::bool);
            }
            return known;
        });
        return true;
    }

    private static boolean operations(JsonReader json) throws IOException, BadRequestException {
        json.array(element -> {
            String operation = element.string();
            if (!OPERATIONS.contains(operation)) {
                throw element.defect("unknown operation `" + operation + "`");
            }
            return operation;
        });
        return true;
    }
}
