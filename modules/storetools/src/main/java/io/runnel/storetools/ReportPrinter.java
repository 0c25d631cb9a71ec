package io.runnel.storetools;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints what a check has found. */
public final class ReportPrinter {
    private static final int MOST_AFFECTED = 10;

    private final VerifyReport report;

    public ReportPrinter(VerifyReport report) {
        this.report = report;
    }

    /** One JSON document; {@code docs/store-tools.md} describes it. */
    public void printJson(PrintWriter out) {
        VerifyReport.Checked checked = report.checked();
        VerifyReport.Unreferenced unreferenced = report.unreferenced();
        new Document()
                .put("result", !report.isSound() ? "damaged" : report.isUncertain() ? "uncertain" : "sound")
                .list("damage", findings(report.damage()))
                .put("more_damage", report.more())
                .put("unconfirmed", report.unconfirmed())
                .list("notes", findings(report.notes()))
                .put(
                        "unreferenced",
                        new Document()
                                .put("objects", unreferenced.objects())
                                .put("bytes", unreferenced.bytes())
                                .put("some_keys", unreferenced.keys())
                                .put("not_of_runnel", unreferenced.strange()))
                .put(
                        "checked",
                        new Document()
                                .put("objects_read", checked.objects())
                                .put("bytes_read", checked.bytes())
                                .put("logs", checked.logs())
                                .put("index_runs", checked.runs())
                                .put("entries", checked.entries())
                                .put("streams", checked.streams())
                                .put("other_entities", checked.others())
                                .put("snapshots", checked.snapshots())
                                .put("millis", checked.millis()))
                .printJson(out);
    }

    private List<Document> findings(List<Finding> findings) {
        return findings.stream()
                .map(finding -> new Document()
                        .put("object", finding.object())
                        .put("expected", finding.expected())
                        .put("found", finding.found())
                        .put("meaning", finding.meaning())
                        .list(
                                "affected",
                                finding.affected().stream().map(this::affected).toList())
                        .put("more_affected", finding.moreAffected()))
                .toList();
    }

    private Document affected(Affected affected) {
        Document document = new Document();
        String name = report.names().get(affected.key());
        if (name != null) {
            document.put(isStream(name) ? "stream" : "actor", name);
        }
        return document.put("entity", affected.key().toString())
                .put("generation", affected.generation())
                .unsigned("from_seq_num", affected.fromSeq())
                .unsigned("until_seq_num", affected.untilSeq());
    }

    private static boolean isStream(String name) {
        return name.indexOf('/') >= 0;
    }

    /** For people. */
    public void printText(PrintWriter out) {
        report.damage().forEach(finding -> print("DAMAGE", finding, out));
        report.notes().forEach(finding -> print("note", finding, out));
        if (report.more() > 0) {
            out.println("and " + report.more() + " findings more");
        }
        unreferenced(out);
        VerifyReport.Checked checked = report.checked();
        out.println(String.format(
                Locale.ROOT,
                "read %,d objects (%s) in %.1f s: %,d logs, %,d index runs, %,d entries, %,d streams, %,d other actors, "
                        + "%,d snapshots",
                checked.objects(),
                bytes(checked.bytes()),
                checked.millis() / 1000.0,
                checked.logs(),
                checked.runs(),
                checked.entries(),
                checked.streams(),
                checked.others(),
                checked.snapshots()));
        if (report.isUncertain()) {
            out.println(report.unconfirmed()
                    + " doubtful things could not be confirmed, as the store changed too fast: " + "check it again");
        }
        out.println(
                report.isSound()
                        ? report.isUncertain() ? "UNCERTAIN" : "SOUND"
                        : "DAMAGED: " + (report.damage().size() + report.more()) + " findings");
    }

    private void print(String level, Finding finding, PrintWriter out) {
        out.println(level + ": " + finding.object());
        out.println("  expected  " + finding.expected());
        out.println("  found     " + finding.found());
        out.println("  meaning   " + finding.meaning());
        int shown = 0;
        for (Affected affected : finding.affected()) {
            if (++shown > MOST_AFFECTED) {
                break;
            }
            out.println("  records   " + describe(affected, report.names()));
        }
        long more = finding.moreAffected() + Math.max(0, finding.affected().size() - MOST_AFFECTED);
        if (more > 0) {
            out.println("  records   and " + more + " ranges more");
        }
    }

    static String describe(Affected affected, Map<Id, String> names) {
        String name = names.get(affected.key());
        String first = Long.toUnsignedString(affected.fromSeq());
        String last = Long.toUnsignedString(affected.untilSeq() - 1);
        return (name == null ? "entity " + affected.key() : name)
                + " " + (first.equals(last) ? first : first + " to " + last)
                + (affected.generation() == 0 ? "" : " of generation " + affected.generation());
    }

    private void unreferenced(PrintWriter out) {
        VerifyReport.Unreferenced unreferenced = report.unreferenced();
        if (unreferenced.objects() > 0) {
            out.println(String.format(
                    Locale.ROOT,
                    "%,d objects (%s) that nothing refers to; a server deletes them sooner or later, such as %s",
                    unreferenced.objects(),
                    bytes(unreferenced.bytes()),
                    unreferenced.keys().get(0)));
        }
        if (!unreferenced.strange().isEmpty()) {
            out.println(unreferenced.strange().size() + " objects that are not of a Runnel store, such as "
                    + unreferenced.strange().get(0));
        }
    }

    /** A number of bytes in the unit that suits it. */
    public static String bytes(long bytes) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
    }
}
