package io.runnel.commands;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.sdk.AppendRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class RecordLinesTest {
    private final List<String> read = new ArrayList<>();

    /** @return the message of what was wrong, or nothing */
    private String read(InputStream in, RecordFormat format) throws InterruptedException {
        RecordLines lines = new RecordLines(in, RecordParser.of(format));
        lines.start();
        while (true) {
            RecordLines.Chunk chunk = lines.next();
            for (AppendRecord each : chunk.records()) {
                read.add(new String(each.body(), ISO_8859_1));
            }
            if (chunk.end()) {
                return chunk.failure() == null
                        ? ""
                        : String.valueOf(chunk.failure().getMessage());
            }
        }
    }

    private String read(String input, RecordFormat format) throws InterruptedException {
        return read(new ByteArrayInputStream(input.getBytes(ISO_8859_1)), format);
    }

    @Test
    void aLineIsARecord() throws Exception {
        assertThat(read("one\n\ntwo\r\n\u00ff\nlast", RecordFormat.TEXT)).isEmpty();
        assertThat(read).containsExactly("one", "", "two", "\u00ff", "last");
    }

    @Test
    void nothingIsNoRecord() throws Exception {
        assertThat(read("", RecordFormat.TEXT)).isEmpty();
        assertThat(read).isEmpty();
    }

    @Property(tries = 50)
    void howTheInputComesDoesNotMatter(@ForAll List<@AlphaChars @StringLength(max = 50) String> lines)
            throws Exception {
        read.clear();
        InputStream inSmallPieces = new ByteArrayInputStream((String.join("\n", lines) + "\n").getBytes(ISO_8859_1)) {
            @Override
            public synchronized int read(byte[] bytes, int from, int length) {
                return super.read(bytes, from, Math.min(length, 3));
            }
        };
        read(inSmallPieces, RecordFormat.TEXT);
        assertThat(read).isEqualTo(lines.isEmpty() ? List.of("") : lines);
    }

    @Test
    void linesMayBeAsLongAsARecord() throws Exception {
        String longest = "x".repeat((1 << 20) - 8);
        assertThat(read(longest + "\n" + longest + "\nshort\n", RecordFormat.TEXT))
                .isEmpty();
        assertThat(read).containsExactly(longest, longest, "short");
    }

    @Test
    void aLongerOneIsNamed() throws Exception {
        assertThat(read("a\n" + "x".repeat((1 << 20) - 7) + "\nb", RecordFormat.TEXT))
                .isEqualTo("line 2 of the input: it is longer than a record may be, which is 1048576 metered bytes");
        assertThat(read).containsExactly("a");
    }

    @Test
    void aLineWithoutEndIsNotReadForEver() throws Exception {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }

            @Override
            public int read(byte[] bytes, int from, int length) {
                Arrays.fill(bytes, from, from + length, (byte) 'x');
                return length;
            }
        };
        assertThat(read(endless, RecordFormat.JSON)).startsWith("line 1 of the input: it is longer");
    }

    @Test
    void whatIsNoRecordIsNamedAfterWhatCameBefore() throws Exception {
        assertThat(read("{\"body\":\"a\"}\n{\"body\":\"b\"}\n{\"body\":\n{}", RecordFormat.JSON))
                .startsWith("line 3 of the input: it is not JSON");
        assertThat(read).containsExactly("a", "b");
    }

    @Test
    void anInputThatBreaksIsToldOf() throws Exception {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the disk is gone");
            }

            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                return read();
            }
        };
        assertThat(read(broken, RecordFormat.TEXT)).isEqualTo("cannot read the input: the disk is gone");
    }

    @Test
    void whatHasComeIsHandedOverBeforeMoreIsWaitedFor() throws Exception {
        try (PipedInputStream in = new PipedInputStream();
                PipedOutputStream typed = new PipedOutputStream(in)) {
            RecordLines lines = new RecordLines(in, RecordParser.of(RecordFormat.TEXT));
            lines.start();
            typed.write("first\nsec".getBytes(ISO_8859_1));
            typed.flush();
            assertThat(lines.next().records()).hasSize(1);
            lines.wake();
            assertThat(lines.next()).isEqualTo(new RecordLines.Chunk(List.of(), false, null));
        }
    }
}
