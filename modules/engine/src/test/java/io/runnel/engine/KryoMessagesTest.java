package io.runnel.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.esotericsoftware.kryo.KryoException;
import com.sun.management.ThreadMXBean;
import io.runnel.model.AppendAck;
import io.runnel.model.AppendBatch;
import io.runnel.model.Change;
import io.runnel.model.ErrorCode;
import io.runnel.model.Outcome;
import io.runnel.model.Page;
import io.runnel.model.Position;
import io.runnel.model.RecordSlice;
import io.runnel.model.StoredBatch;
import io.runnel.model.StreamError;
import io.runnel.model.TimestampingMode;
import java.lang.management.ManagementFactory;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Props;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KryoMessagesTest {
    private static ActorSystem system;
    private static KryoMessages messages;
    private static ActorRef actor;

    @BeforeAll
    @BeforeContainer
    static void start() {
        system = ActorSystem.create("kryo-test", TestNode.LOCAL);
        messages = new KryoMessages((ExtendedActorSystem) system);
        actor = system.actorOf(Props.empty(), "somebody");
    }

    @AfterAll
    @AfterContainer
    static void stop() {
        system.terminate();
        TestNode.await(system.getWhenTerminated());
    }

    @Property(tries = 50)
    void whatIsWrittenIsRead(@ForAll long seed) {
        RandomMessages random = new RandomMessages(new Random(seed), actor);
        for (Class<?> type : MessageTable.CLASSES) {
            Object message = random.of(type);
            byte[] bytes = messages.toBinary(message);
            Object read = messages.fromBinary(bytes, "");
            assertThat(read)
                    .usingRecursiveComparison()
                    .withEqualsForType(KryoMessagesTest::sameBatch, AppendBatch.class)
                    .withEqualsForType(KryoMessagesTest::sameSlice, RecordSlice.class)
                    .withEqualsForType(ActorRef::equals, ActorRef.class)
                    .isEqualTo(message);
            assertThat(messages.toBinary(read)).as("%s", message).isEqualTo(bytes);
        }
    }

    @Property(tries = 2000)
    void damageFailsAndTakesNoMemory(@ForAll long seed) {
        Random random = new Random(seed);
        Class<?> type = MessageTable.CLASSES.get(random.nextInt(MessageTable.CLASSES.size()));
        byte[] bytes = messages.toBinary(new RandomMessages(random, actor).of(type));
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] = random.nextBoolean() ? (byte) random.nextInt() : (byte) 0xFF;
        }
        byte[] damaged = random.nextBoolean() ? bytes : Arrays.copyOf(bytes, random.nextInt(bytes.length));
        long before = allocated();
        try {
            assertThat(messages.fromBinary(damaged, "")).isNotNull();
        } catch (RuntimeException e) {
            assertThat(e).as("an exception, not an error").isNotNull();
        }
        assertThat(allocated() - before).isLessThan(8 << 20);
    }

    @Property(tries = 20)
    void thereIsOneFormInBuffersAndArrays(@ForAll long seed) {
        RandomMessages random = new RandomMessages(new Random(seed), actor);
        // As Artery's are; with something before the message.
        ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
        for (Class<?> type : MessageTable.CLASSES) {
            Object message = random.of(type);
            byte[] bytes = messages.toBinary(message);
            buffer.clear().position(7);
            messages.toBinary(message, buffer);
            buffer.flip().position(7);
            byte[] written = new byte[buffer.remaining()];
            buffer.get(written).position(7);
            assertThat(written).isEqualTo(bytes);
            assertThat(messages.toBinary(messages.fromBinary(buffer, ""))).isEqualTo(bytes);
            assertThat(buffer.hasRemaining()).isFalse();
        }
    }

    @Test
    void whatDoesNotFitABufferIsSaidToBeTooLarge() {
        Object message = new ReadLink.Live(List.of(stored(Records.large(1000))));
        int size = messages.toBinary(message).length;
        messages.toBinary(message, ByteBuffer.allocateDirect(size));
        for (int room = 0; room < size; room += room < 20 ? 1 : 50) {
            ByteBuffer small = ByteBuffer.allocateDirect(room);
            assertThatThrownBy(() -> messages.toBinary(message, small)).isInstanceOf(BufferOverflowException.class);
        }
    }

    @Test
    void lengthsAreNotBelieved() {
        // Each with where a length or a count stands that is 2^31 - 1 instead.
        assertNotBelieved(Outcome.refused(StreamError.of(ErrorCode.OTHER, "m")), 3);
        assertNotBelieved(new Page<>(List.of(), false), 1);
        assertNotBelieved(new Change.Set<>("text"), 2);
        assertNotBelieved(new ReadLink.Live(List.of(new StoredBatch(1, 2, 3, 4, 5, new byte[9]))), 8);
        assertNotBelieved(Records.batch("b"), 1);
        assertNotBelieved(Records.batch("b"), 4);
    }

    private static void assertNotBelieved(Object message, int at) {
        byte[] bytes = messages.toBinary(message);
        ByteBuffer longer = ByteBuffer.allocate(bytes.length + 4)
                .put(bytes, 0, at)
                .put(HexFormat.of().parseHex("ffffffff07"))
                .put(bytes, at + 1, bytes.length - at - 1);
        long before = allocated();
        assertThatThrownBy(() -> messages.fromBinary(longer.array(), "")).hasStackTraceContaining("2147483647 things");
        assertThat(allocated() - before).isLessThan(4 << 20);
    }

    @Test
    void whatIsNotInTheTableIsNeitherWrittenNorRead() {
        assertThatThrownBy(() -> messages.toBinary(new Reply.Local<String>())).hasMessageContaining("not registered");
        assertThatThrownBy(() -> messages.toBinary(new BitSet())).hasMessageContaining("not registered");
        byte[] unknown = {(byte) (22 + MessageTable.CLASSES.size()), 0};
        assertThatThrownBy(() -> messages.fromBinary(unknown, "")).isInstanceOf(KryoException.class);
        // Kryo's way to write what is not registered, were it allowed.
        byte[] named = HexFormat.of().parseHex("0100096a6176612e7574696c2e4269745365f4");
        assertThatThrownBy(() -> messages.fromBinary(named, "")).hasMessageContaining("a class by its name");
        byte[] two = Arrays.copyOf(messages.toBinary(new Position(1, 2)), 9);
        assertThatThrownBy(() -> messages.fromBinary(two, "")).hasMessageContaining("not one message in 9 bytes");
    }

    @Test
    void anythingElseWhereAnItemOrAComponentBelongsIsRefused() {
        // A batch of an append session among those for readers.
        byte[] live = messages.toBinary(new ReadLink.Live(List.of(new StoredBatch(1, 2, 3, 4, 5, new byte[9]))));
        byte[] credit = messages.toBinary(new ReadLink.Credit(1));
        byte[] mixed = {live[0], 1, credit[0], credit[1]};
        assertThatThrownBy(() -> messages.fromBinary(mixed, "")).hasMessageContaining("item 0 is no StoredBatch");
        byte[] closed = messages.toBinary(new ReadLink.Closed(StreamError.invalid("m")));
        byte[] wrong = {closed[0], credit[0], credit[1]};
        assertThatThrownBy(() -> messages.fromBinary(wrong, "")).hasMessageContaining("not a Closed");
        byte[] missing = {closed[0], 0};
        assertThatThrownBy(() -> messages.fromBinary(missing, "")).hasMessageContaining("component 0 is null");
    }

    @Test
    void bytesStayWhatTheyAre() {
        AppendAck ack = new AppendAck(new Position(300, 1), new Position(301, -1), Position.ZERO);
        assertThat(hex(new AppendLink.Acked(List.of(ack))))
                .isEqualTo("63" + "01" + "1e" + "ac0201" + "ad02ffffffffffffffffff" + "0000");
        assertThat(hex(new ReadLink.Credit(300))).isEqualTo("66" + "ac02");
        assertThat(hex(Outcome.refused(StreamError.invalid("no")))).isEqualTo("2b" + "38" + "0c" + "026e6f");
    }

    private static String hex(Object message) {
        return HexFormat.of().formatHex(messages.toBinary(message));
    }

    private static boolean sameBatch(AppendBatch one, AppendBatch other) {
        return Arrays.equals(stored(one).records(), stored(other).records())
                && one.meteredBytes() == other.meteredBytes()
                && one.commands().equals(other.commands());
    }

    private static StoredBatch stored(AppendBatch batch) {
        return Objects.requireNonNull(
                batch.sequence(5, 0, TimestampingMode.CLIENT_PREFER, true, 77).valueOrNull());
    }

    private static boolean sameSlice(RecordSlice one, RecordSlice other) {
        return Arrays.equals(bytes(one), bytes(other))
                && one.firstSeqNum() == other.firstSeqNum()
                && one.count() == other.count()
                && one.lastTimestamp() == other.lastTimestamp()
                && one.meteredBytes() == other.meteredBytes();
    }

    private static byte[] bytes(RecordSlice slice) {
        return Arrays.copyOfRange(slice.array(), slice.offset(), slice.offset() + slice.length());
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
