package io.runnel.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runnel.model.BasinConfig;
import io.runnel.model.BasinInfo;
import io.runnel.model.BasinName;
import io.runnel.model.StreamConfig;
import io.runnel.model.StreamName;
import io.runnel.model.StreamOptions;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.pekko.actor.ActorRef;
import org.junit.jupiter.api.Test;

/** What account and basins persist: {@link BasinFormat}, {@link AccountFormat}, {@link Blob}. */
class ControlFormatsTest {
    private static final Instant SECOND_ONE = Instant.ofEpochSecond(1);

    @Property
    void eventsComeBackAsTheyWere(@ForAll long seed) {
        RandomMessages random = random(seed);
        for (Class<?> type : BasinEvent.class.getPermittedSubclasses()) {
            BasinEvent event = (BasinEvent) random.of(type);
            assertThat(BasinFormat.decodeEvent(BasinFormat.encode(event))).isEqualTo(event);
        }
        for (Class<?> type : AccountEvent.class.getPermittedSubclasses()) {
            AccountEvent event = (AccountEvent) random.of(type);
            assertThat(AccountFormat.decodeEvent(AccountFormat.encode(event))).isEqualTo(event);
        }
    }

    @Property(tries = 200)
    void snapshotsComeBackAsTheyWere(@ForAll long seed) {
        Catalogue catalogue = catalogue(seed);
        CatalogueSnapshot.Adapter adapter = new CatalogueSnapshot.Adapter();
        Catalogue back = adapter.fromJournal(adapter.toJournal(catalogue));
        assertThat(back.basin()).isEqualTo(catalogue.basin());
        assertThat(back.version()).isEqualTo(catalogue.version());
        assertThat(back.generation()).isEqualTo(catalogue.generation());
        assertThat(((CatalogueSnapshot) adapter.toJournal(catalogue)).generation())
                .isEqualTo(catalogue.generation());
        assertThat(back.lastGeneration()).isEqualTo(catalogue.lastGeneration());
        assertThat(back.streams()).isEqualTo(catalogue.streams());
        assertThat(back.deletingStreams()).isEqualTo(catalogue.deletingStreams());

        RandomMessages random = random(seed);
        AccountState account = new AccountState();
        for (int i = new Random(seed).nextInt(20); i > 0; i--) {
            account.put((AccountState.Listed) random.of(AccountState.Listed.class));
            account.putLeaving("left-basin-" + i, seed + i);
            account.raiseFloor(i);
        }
        AccountSnapshot.Adapter accounts = new AccountSnapshot.Adapter();
        AccountState accountBack = accounts.fromJournal(accounts.toJournal(account));
        assertThat(accountBack.basins()).isEqualTo(account.basins());
        assertThat(accountBack.leaving()).isEqualTo(account.leaving());
        assertThat(accountBack.floor()).isEqualTo(account.floor());
    }

    @Property(tries = 2000)
    void damageIsAnExceptionAndNothingElse(@ForAll long seed) {
        Random random = new Random(seed);
        BasinEvent event = (BasinEvent) random(seed).of(BasinEvent.class);
        byte[] bytes = random.nextBoolean() ? BasinFormat.encode(event) : BasinFormat.encode(catalogue(seed));
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        byte[] damaged = random.nextBoolean() ? bytes : Arrays.copyOf(bytes, random.nextInt(bytes.length));
        for (Runnable decode : new Runnable[] {
            () -> BasinFormat.decodeEvent(damaged),
            () -> BasinFormat.decodeCatalogue(damaged),
            () -> AccountFormat.decodeEvent(damaged),
            () -> AccountFormat.decodeState(damaged)
        }) {
            try {
                decode.run();
            } catch (UncheckedIOException e) {
                assertThat(e).hasMessageStartingWith("cannot decode persisted state of the engine: ");
            }
        }
    }

    @Test
    void otherVersionsKindsAndLengthsAreRefused() {
        byte[] bytes = BasinFormat.encode(new BasinEvent.BasinRemoved());
        assertThat(hex(bytes)).isEqualTo("0204");
        assertThatThrownBy(() -> BasinFormat.decodeEvent(HexFormat.of().parseHex("0304")))
                .hasMessageContaining("version 3");
        assertThatThrownBy(() -> BasinFormat.decodeEvent(HexFormat.of().parseHex("0004")))
                .hasMessageContaining("version 0");
        assertThatThrownBy(() -> BasinFormat.decodeEvent(HexFormat.of().parseHex("01ff")))
                .hasMessageContaining("kind of basin event 255");
        assertThatThrownBy(() -> BasinFormat.decodeEvent(HexFormat.of().parseHex("010400")))
                .hasMessageContaining("1 bytes too many");
        assertThatThrownBy(() -> BasinFormat.decodeEvent(new byte[0])).isInstanceOf(UncheckedIOException.class);
        for (String length : new String[] {"ffffffff", "7fffffff", "00200001"}) {
            assertThatThrownBy(() -> BasinFormat.decodeEvent(HexFormat.of().parseHex("0109" + length + "73")))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("a text of");
        }
    }

    @Test
    void eventsStayWhatTheyAreOnDisk() {
        assertThat(hex(BasinFormat.encode(new BasinEvent.BasinCreated(7, BasinConfig.DEFAULT, SECOND_ONE, null))))
                .isEqualTo("0201" + "00000007" + "0000000000" + "000000" + "000000000000000100000000" + "00");
        StreamOptions requested = new StreamOptions(null, null, null, true, 5L);
        assertThat(hex(BasinFormat.encode(new BasinEvent.StreamCreated(
                        new StreamName("s"),
                        9,
                        StreamConfig.SYSTEM_DEFAULT,
                        SECOND_ONE,
                        new Origin<>("t", requested)))))
                .isEqualTo("0205" + "0000000173" + "00000009"
                        + "0000000765787072657373" + "0000000000093a80" + "01" + "00" + "0000000000000000"
                        + "000000000000000100000000"
                        + "01" + "0000000174" + "000000" + "0101" + "010000000000000005");
        assertThat(hex(BasinFormat.encode(new BasinEvent.StreamTold(new StreamName("s"), 7))))
                .isEqualTo("0207" + "0000000173" + "00000007");
        assertThat(hex(BasinFormat.encode(new Catalogue())))
                .isEqualTo("02" + "0000000000000000" + "00000000" + "00000000" + "00" + "00000000");
        assertThat(hex(BasinFormat.encode(new BasinEvent.BasinEnded(7, 3))))
                .isEqualTo("020a" + "00000007" + "0000000000000003");
        BasinName basin = new BasinName("my-basin-1");
        assertThat(hex(AccountFormat.encode(new AccountEvent.BasinUnlisted(basin, 3))))
                .isEqualTo("0202" + "0000000a6d792d626173696e2d31" + "0000000000000003");
        assertThat(hex(AccountFormat.encode(
                        new AccountEvent.BasinListed(new BasinInfo(basin, SECOND_ONE, SECOND_ONE), 3))))
                .isEqualTo("0201" + "0000000a6d792d626173696e2d31" + "0000000000000003" + "000000000000000100000000"
                        + "01" + "000000000000000100000000");
        assertThat(hex(AccountFormat.encode(new AccountEvent.FloorRaised(7)))).isEqualTo("0203" + "00000007");
        assertThat(hex(AccountFormat.encode(new AccountEvent.BasinForgotten(basin, 3))))
                .isEqualTo("0204" + "0000000a6d792d626173696e2d31" + "0000000000000003");
        AccountState account = new AccountState();
        account.putLeaving(basin.value(), 3);
        account.raiseFloor(7);
        assertThat(hex(AccountFormat.encode(account)))
                .isEqualTo("02" + "00000000" + "00000007" + "00000001" + "0000000a6d792d626173696e2d31"
                        + "0000000000000003");
    }

    @Test
    void whatOlderVersionsWroteIsRead() {
        HexFormat hex = HexFormat.of();
        byte[] created = hex.parseHex("0101" + "0000000000" + "000000" + "000000000000000100000000" + "00");
        assertThat(BasinFormat.decodeEvent(created))
                .isEqualTo(new BasinEvent.BasinCreated(0, BasinConfig.DEFAULT, SECOND_ONE, null));
        assertThat(BasinFormat.decodeEvent(hex.parseHex("0104"))).isEqualTo(new BasinEvent.BasinRemoved());
        byte[] snapshot = hex.parseHex("01" + "0000000000000006" + "00000009" + "00" + "00000000");
        assertThat(BasinFormat.generation(snapshot)).isZero();
        Catalogue catalogue = BasinFormat.decodeCatalogue(snapshot);
        assertThat(catalogue.version()).isEqualTo(6);
        assertThat(catalogue.generation()).isZero();
        assertThat(catalogue.lastGeneration()).isEqualTo(9);
        BasinName basin = new BasinName("my-basin-1");
        assertThat(AccountFormat.decodeEvent(
                        hex.parseHex("0102" + "0000000a6d792d626173696e2d31" + "0000000000000003")))
                .isEqualTo(new AccountEvent.BasinUnlisted(basin, 3));
        AccountState account = AccountFormat.decodeState(hex.parseHex("01" + "00000001" + "0000000a6d792d626173696e2d31"
                + "0000000000000003" + "000000000000000100000000" + "00"));
        assertThat(account.basins()).containsOnlyKeys("my-basin-1");
        assertThat(account.floor()).isZero();
        assertThat(account.leaving()).isEmpty();
    }

    private static Catalogue catalogue(long seed) {
        RandomMessages random = random(seed);
        Random dice = new Random(seed);
        Catalogue catalogue = new Catalogue(
                dice.nextBoolean() ? (Incarnation) random.of(Incarnation.class) : null,
                dice.nextLong(),
                dice.nextInt(),
                dice.nextInt());
        for (int i = dice.nextInt(20); i > 0; i--) {
            catalogue.put(((StreamName) random.of(StreamName.class)).value(), (CatalogueEntry)
                    random.of(CatalogueEntry.class));
        }
        return catalogue;
    }

    private static RandomMessages random(long seed) {
        return new RandomMessages(new Random(seed), ActorRef.noSender());
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
