package io.runnel.verify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A batch that a client has tried to append, and that can be told from every other: its first record is a data record
 * whose body names it, and all bodies follow from its number.
 *
 * @param session the batches of one session must become durable in order and without a gap
 * @param forbidden whether the server has to refuse it, so that it must never be found
 */
record Written(long id, long session, boolean forbidden, List<Content> records) {
    enum Kind {
        DATA,
        FENCE,
        TRIM
    }

    /** @param body a character for each byte */
    record Content(Kind kind, String body) {
        boolean equalTo(Item item) {
            boolean named = kind == Kind.DATA
                    ? item.headers().isEmpty()
                    : item.headers().equals(List.of(new Item.Header("", kind == Kind.FENCE ? "fence" : "trim")));
            return named && item.bytes().equals(body);
        }
    }

    /** A batch of data records, of about {@code bytes} bytes each. */
    static Written data(long id, long session, int count, int bytes) {
        List<Content> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(new Content(Kind.DATA, body(id, i, bytes)));
        }
        return new Written(id, session, false, records);
    }

    private static String body(long id, int index, int bytes) {
        StringBuilder body = new StringBuilder(id + " " + index + " ");
        Random random = new Random(id * 1000 + index);
        while (body.length() < bytes) {
            body.append((char) (' ' + random.nextInt(95)));
        }
        return body.toString();
    }

    Written thenFence(String token) {
        return with(new Content(Kind.FENCE, token));
    }

    Written thenTrim(long until) {
        byte[] body = ByteBuffer.allocate(8).putLong(until).array();
        return with(new Content(Kind.TRIM, new String(body, ISO_8859_1)));
    }

    Written asForbidden() {
        return new Written(id, session, true, records);
    }

    private Written with(Content command) {
        List<Content> more = new ArrayList<>(records);
        more.add(command);
        return new Written(id, session, forbidden, List.copyOf(more));
    }

    int count() {
        return records.size();
    }

    Input input() {
        Input input = new Input();
        for (Content content : records) {
            byte[] body = content.body().getBytes(ISO_8859_1);
            switch (content.kind()) {
                case DATA -> input.record(body);
                case FENCE -> input.command("fence", body);
                case TRIM -> input.command("trim", body);
            }
        }
        return input;
    }

    /** The batch that a record says it belongs to, or null if it says nothing. */
    static @Nullable Long idIn(Item item) {
        int space = item.bytes().indexOf(' ');
        return item.headers().isEmpty() && space > 0 ? Long.valueOf(item.bytes().substring(0, space)) : null;
    }

    /** Which record of its batch this data record says it is. */
    static int indexIn(Item item) {
        String[] words = item.bytes().split(" ", 3);
        return Integer.parseInt(words[1]);
    }
}
