package io.runnel.commands;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runnel.sdk.UsageMetric;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.List;

/** Figures about use as tables, and as JSON. */
final class UsagePrinter {
    private UsagePrinter() {}

    static void print(List<UsageMetric> metrics, PrintWriter out) {
        for (UsageMetric each : metrics) {
            if (each instanceof UsageMetric.Scalar scalar) {
                new Table(scalar.name(), scalar.unit())
                        .row("", number(scalar.value()))
                        .printTo(out);
            } else if (each instanceof UsageMetric.Accumulation sums) {
                String interval = sums.interval() == null ? "time" : "from, by " + sums.interval();
                print(interval, sums.name() + " (" + sums.unit() + ")", sums.values(), out);
            } else if (each instanceof UsageMetric.Gauge gauge) {
                print("time", gauge.name() + " (" + gauge.unit() + ")", gauge.values(), out);
            } else if (each instanceof UsageMetric.Label label) {
                Table table = new Table(label.name());
                label.values().forEach(table::row);
                table.printTo(out);
            }
        }
    }

    private static void print(String time, String what, List<UsageMetric.Sample> samples, PrintWriter out) {
        Table table = new Table(time, what);
        samples.forEach(each -> table.row(each.time().toString(), number(each.value())));
        table.printTo(out);
    }

    private static String number(double value) {
        return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }

    static ArrayNode json(List<UsageMetric> metrics) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (UsageMetric each : metrics) {
            ObjectNode json = all.addObject().put("name", each.name());
            if (each instanceof UsageMetric.Scalar scalar) {
                json.put("unit", scalar.unit()).put("value", scalar.value());
            } else if (each instanceof UsageMetric.Accumulation sums) {
                json.put("unit", sums.unit()).put("interval", sums.interval());
                add(json, sums.values());
            } else if (each instanceof UsageMetric.Gauge gauge) {
                json.put("unit", gauge.unit());
                add(json, gauge.values());
            } else if (each instanceof UsageMetric.Label label) {
                label.values().forEach(json.putArray("values")::add);
            }
        }
        return all;
    }

    private static void add(ObjectNode json, List<UsageMetric.Sample> samples) {
        ArrayNode values = json.putArray("values");
        samples.forEach(
                each -> values.addObject().put("time", each.time().toString()).put("value", each.value()));
    }
}
