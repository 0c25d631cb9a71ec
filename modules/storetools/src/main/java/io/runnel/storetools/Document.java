package io.runnel.storetools;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.PrintWriter;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is told of something: fields in their order, of texts, numbers, lists and further documents. */
public final class Document {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final int WIDEST_NAME = 24;

    private final Map<String, Object> fields = new LinkedHashMap<>();

    Document put(String name, Object value) {
        fields.put(name, value instanceof Document document ? document.fields : value);
        return this;
    }

    /** A position or a timestamp: all 64 bits count. */
    Document unsigned(String name, long value) {
        return put(name, value >= 0 ? value : new BigInteger(Long.toUnsignedString(value)));
    }

    Document list(String name, List<Document> documents) {
        List<Object> values = new ArrayList<>();
        documents.forEach(document -> values.add(document.fields));
        fields.put(name, values);
        return this;
    }

    /** One JSON object. */
    public void printJson(PrintWriter out) {
        try {
            out.println(JSON.writeValueAsString(fields));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For people: a field a line, a list of documents as a table. */
    public void printText(PrintWriter out) {
        text(fields, "", out);
    }

    private static void text(Map<?, ?> fields, String indent, PrintWriter out) {
        fields.forEach((name, value) -> {
            String label = String.valueOf(name).replace('_', ' ');
            if (value instanceof Map<?, ?> inner) {
                out.println(indent + label + ":");
                text(inner, indent + "  ", out);
            } else if (value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Map<?, ?>) {
                out.println(indent + label + ":");
                table(list, indent + "  ", out);
            } else if (value instanceof List<?> list) {
                out.println(indent + padded(label + ":") + (list.isEmpty() ? "none" : ""));
                list.forEach(item -> out.println(indent + "  " + item));
            } else {
                out.println(indent + padded(label + ":") + value);
            }
        });
    }

    private static void table(List<?> rows, String indent, PrintWriter out) {
        Map<String, Integer> widths = new LinkedHashMap<>();
        for (Object row : rows) {
            ((Map<?, ?>) row)
                    .forEach((name, value) -> widths.merge(
                            String.valueOf(name),
                            Math.max(String.valueOf(name).length(), cell(value).length()),
                            Math::max));
        }
        StringBuilder header = new StringBuilder(indent);
        widths.forEach((name, width) ->
                header.append(pad(name.replace('_', ' '), width)).append("  "));
        out.println(header.toString().stripTrailing());
        for (Object row : rows) {
            StringBuilder line = new StringBuilder(indent);
            widths.forEach((name, width) -> {
                Object value = ((Map<?, ?>) row).get(name);
                line.append(pad(value == null ? "" : cell(value), width)).append("  ");
            });
            out.println(line.toString().stripTrailing());
        }
    }

    private static String cell(Object value) {
        return value instanceof List<?> list
                ? String.join(" ", list.stream().map(String::valueOf).toList())
                : String.valueOf(value);
    }

    private static String padded(String label) {
        return pad(label, WIDEST_NAME) + (label.length() >= WIDEST_NAME ? " " : "");
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
