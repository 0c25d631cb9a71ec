package io.runnel.sdk;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One header of a record: a name and a value, both bytes. Names may repeat and their order is kept. A name is not empty,
 * except in command records. Immutable as long as nobody changes the arrays it was made of.
 */
public final class Header {
    private final byte[] name;
    private final byte[] value;

    private Header(byte[] name, byte[] value) {
        this.name = name;
        this.value = value;
    }

    /** A header of bytes, which are not copied. */
    public static Header of(byte[] name, byte[] value) {
        return new Header(name, value);
    }

    /** A header of text, in UTF-8. */
    public static Header of(String name, String value) {
        return new Header(name.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
    }

    /** The bytes of the name; not a copy. */
    public byte[] name() {
        return name;
    }

    /** The bytes of the value; not a copy. */
    public byte[] value() {
        return value;
    }

    /** The name as UTF-8, with U+FFFD for what is not. */
    public String nameText() {
        return new String(name, StandardCharsets.UTF_8);
    }

    /** The value as UTF-8, with U+FFFD for what is not. */
    public String valueText() {
        return new String(value, StandardCharsets.UTF_8);
    }

    int meteredBytes() {
        return 2 + name.length + value.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Header that && Arrays.equals(name, that.name) && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(name) + Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return nameText() + ": " + valueText();
    }
}
