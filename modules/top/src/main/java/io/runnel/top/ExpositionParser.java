package io.runnel.top;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads Prometheus' text format, version 0.0.4; lines that are none are passed over. */
final class ExpositionParser {
    private final String line;
    private int at;

    private ExpositionParser(String line) {
        this.line = line;
    }

    static List<Sample> parse(String text) {
        List<Sample> samples = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (!line.isBlank() && !line.startsWith("#")) {
                Sample sample = new ExpositionParser(line.strip()).sample();
                if (sample != null) {
                    samples.add(sample);
                }
            }
        }
        return samples;
    }

    private @Nullable Sample sample() {
        String name = until("{ \t");
        Map<String, String> labels = new HashMap<>();
        if (peek() == '{') {
            at++;
            if (!labels(labels)) {
                return null;
            }
        }
        skip(" \t");
        Double value = number(until(" \t")); // a time may follow
        return name.isEmpty() || value == null ? null : new Sample(name, labels, value);
    }

    /** @return false if they do not end */
    private boolean labels(Map<String, String> labels) {
        while (at < line.length()) {
            skip(", \t");
            if (peek() == '}') {
                at++;
                return true;
            }
            String label = until("=}").strip();
            if (peek() != '=') {
                return false;
            }
            at++;
            skip(" \t");
            String value = quoted();
            if (value == null) {
                return false;
            }
            labels.put(label, value);
        }
        return false;
    }

    private @Nullable String quoted() {
        if (peek() != '"') {
            return null;
        }
        StringBuilder value = new StringBuilder();
        for (at++; at < line.length(); at++) {
            char c = line.charAt(at);
            if (c == '"') {
                at++;
                return value.toString();
            }
            if (c == '\\' && at + 1 < line.length()) {
                at++;
                c = line.charAt(at) == 'n' ? '\n' : line.charAt(at);
            }
            value.append(c);
        }
        return null;
    }

    private static @Nullable Double number(String text) {
        try {
            return switch (text) {
                case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
                case "-Inf" -> Double.NEGATIVE_INFINITY;
                default -> Double.parseDouble(text);
            };
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private char peek() {
        return at < line.length() ? line.charAt(at) : '\0';
    }

    private void skip(String chars) {
        while (at < line.length() && chars.indexOf(line.charAt(at)) >= 0) {
            at++;
        }
    }

    private String until(String chars) {
        int from = at;
        while (at < line.length() && chars.indexOf(line.charAt(at)) < 0) {
            at++;
        }
        return line.substring(from, at);
    }
}
