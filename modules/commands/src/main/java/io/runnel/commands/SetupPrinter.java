package io.runnel.commands;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runnel.commands.SetupPlan.Action;
import io.runnel.commands.SetupPlan.Step;
import io.runnel.console.Style;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A {@link SetupPlan} for people and for programs. */
final class SetupPrinter {
    private static final JsonMapper JSON = new JsonMapper();

    private SetupPrinter() {}

    static String text(SetupPlan plan, Style style) {
        StringBuilder text = new StringBuilder();
        for (Step step : plan.steps()) {
            String indent = step.isStream() ? "  " : "";
            text.append(indent)
                    .append(coloured(
                            style, step.action(), step.action().sign() + " " + step.resource() + " " + step.name()))
                    .append('\n');
            for (Difference change : step.changes()) {
                text.append(indent)
                        .append("    ")
                        .append(change.path())
                        .append(": ")
                        .append(
                                step.action() == Action.CREATE
                                        ? change.right()
                                        : orUnset(change.left()) + " → " + orUnset(change.right()))
                        .append('\n');
            }
            for (String path : step.open()) {
                text.append(indent).append("    ").append(path).append(": ?\n");
            }
        }
        return text.toString();
    }

    static ObjectNode json(SetupPlan plan) {
        ObjectNode root = JSON.createObjectNode();
        root.put("pending", plan.pending());
        ArrayNode steps = root.putArray("steps");
        for (Step step : plan.steps()) {
            ObjectNode each = steps.addObject();
            each.put("resource", step.resource());
            each.put("name", step.name());
            each.put("action", step.action().name().toLowerCase(Locale.ROOT));
            each.set("differences", differences(step.changes()));
            ArrayNode open = each.putArray("known_when_applied");
            step.open().forEach(open::add);
        }
        return root;
    }

    static ArrayNode differences(List<Difference> differences) {
        ArrayNode list = JSON.createArrayNode();
        for (Difference each : differences) {
            ObjectNode difference = list.addObject().put("path", each.path());
            difference.set("left", JSON.valueToTree(each.left()));
            difference.set("right", JSON.valueToTree(each.right()));
        }
        return list;
    }

    private static String orUnset(@Nullable Object value) {
        return value == null ? "(unset)" : value.toString();
    }

    private static String coloured(Style style, Action action, String text) {
        return switch (action) {
            case CREATE -> style.added(text);
            case UPDATE -> style.changed(text);
            case KEEP -> style.dim(text);
        };
    }
}
