package io.runnel.sdk.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.runnel.testkit.Direction;
import io.runnel.testkit.Fault;
import io.runnel.testkit.FaultProxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Where an exchange that has been recorded can be cut: before its first byte, in and around the heads, around everything that
 * the test has put into it, before its last byte, and at some places more that a seed decides.
 */
final class CutPoints {
    private static final int BY_CHANCE = 8;

    private final FaultProxy recorded;
    private final int connection;
    private final Random random;

    /** @param connection of the proxy, counted from 0 */
    CutPoints(FaultProxy recorded, int connection, Random random) {
        this.recorded = recorded;
        this.connection = connection;
        this.random = random;
    }

    /** Faults of one kind at all these places. */
    List<Fault> faults(Fault.Kind kind, Direction direction, List<byte[]> markers) {
        return positions(recorded.bytes(connection, direction), markers).stream()
                .map(at -> new Fault(kind, direction, at))
                .toList();
    }

    private SortedSet<Long> positions(byte[] bytes, List<byte[]> markers) {
        SortedSet<Long> positions = new TreeSet<>();
        List<Integer> around = new ArrayList<>(List.of(0, bytes.length));
        int head = indexOf(bytes, "\r\n\r\n".getBytes(US_ASCII), 0);
        if (head >= 0) {
            around.add(head / 2);
            around.add(head + 4);
        }
        for (byte[] marker : markers) {
            int at = indexOf(bytes, marker, 0);
            if (at >= 0) {
                around.add(at - 10); // in the frame's own beginning
                around.add(at);
                around.add(at + marker.length);
            }
        }
        for (int place : around) {
            for (int near = place - 1; near <= place + 1; near++) {
                add(positions, near, bytes.length);
            }
        }
        for (int i = 0; i < BY_CHANCE && bytes.length > 0; i++) {
            add(positions, random.nextInt(bytes.length), bytes.length);
        }
        return positions;
    }

    /** In place of a byte that there is. */
    private static void add(SortedSet<Long> positions, int at, int length) {
        if (at >= 0 && at < length) {
            positions.add((long) at);
        }
    }

    private static int indexOf(byte[] bytes, byte[] marker, int from) {
        for (int at = from; at + marker.length <= bytes.length; at++) {
            if (Arrays.equals(bytes, at, at + marker.length, marker, 0, marker.length)) {
                return at;
            }
        }
        return -1;
    }
}
