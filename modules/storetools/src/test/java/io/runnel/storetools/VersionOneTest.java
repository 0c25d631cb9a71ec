package io.runnel.storetools;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.objectstore.MemoryObjectStore;
import io.runnel.objectstore.ObjectStore.StoredObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stores outlive versions of formats. */
class VersionOneTest {
    private static final Path GOLDEN = Path.of("../log/src/test/resources/io/runnel/log/formats");

    private static byte[] golden(String name) throws IOException {
        String digits = Files.readString(GOLDEN.resolve(name + ".hex"), US_ASCII)
                .lines()
                .map(line -> line.replaceAll("#.*|\\s", ""))
                .collect(Collectors.joining());
        return HexFormat.of().parseHex(digits);
    }

    @Test
    void aStoreOfVersionOneIsSound() {
        WatchedStore store = new WatchedStore();
        Writing one = Writing.to(store, Writing.unmoved());
        fill(one);
        one.close();
        Writing two = one.next(store, Writing.unmoved());
        two.claimAll();
        fill(two);
        store.until(objects -> objects.openLogHasARun() && objects.archivedLogs() == 1);
        do {
            fill(two);
        } while (store.now().namedRun() == 0);
        Objects old = Rewriting.ofVersionOne(store.now());
        two.close();
        VerifyReport report = old.verify();
        assertThat(report.damage()).isEmpty();
        assertThat(report.checked().runs()).isGreaterThan(2);
        String run = old.keys("idx/").get(0);
        assertThat(old.byKey().get(run)[old.byKey().get(run).length - 5]).isEqualTo((byte) 1);
    }

    private static void fill(Writing node) {
        for (int i = 0; i < 30; i++) {
            node.records(SampleStore.FIRST, 3, "large".repeat(50));
            node.records(SampleStore.SECOND, 1, "large".repeat(100));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"descriptor-open", "descriptor-open-2", "descriptor-sealed", "descriptor-sealed-2"})
    void aDescriptorOfTheSpecificationIsRead(String name) throws IOException {
        SmallObjects.Descriptor log = SmallObjects.descriptor(golden(name));
        assertThat(log.window()).isEqualTo(16);
        assertThat(log.sealed()).isEqualTo(name.contains("sealed"));
        assertThat(log.collectedThrough() > 0).isEqualTo(log.version() > 1);
    }

    @Test
    void theOtherSmallObjectsOfTheSpecificationAreRead() throws IOException {
        assertThat(SmallObjects.cluster(golden("cluster")).shards()).isEqualTo(64);
        assertThat(SmallObjects.manifest(golden("manifest")).epoch()).isEqualTo(7);
        SmallObjects.Archive old = SmallObjects.archive(golden("archive"));
        assertThat(old.uncollected()).isEqualTo(old.logs());
        assertThat(SmallObjects.archive(golden("archive-2")).uncollected()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"wal-entries", "wal-seal", "segment"})
    void objectsWithEntriesOfTheSpecificationAreWhole(String name) throws IOException {
        WalObject object = WalObject.read(golden(name));
        assertThat(object.problems()).isEmpty();
        assertThat(object.entries()).hasSize(object.footer().entries());
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "run-2"})
    void anIndexRunOfTheSpecificationIsRead(String name) throws IOException {
        byte[] bytes = golden(name);
        RunFile run = RunFile.open(
                new StoreReader(new MemoryObjectStore()), "run", new StoredObject(bytes, "", bytes.length));
        RunScan scan = new RunScan(run, new Id(0, 0));
        int entries = 0;
        while (scan.next() != null) {
            entries++;
        }
        assertThat(entries).isPositive();
        assertThat(run.directory().content() == null).isEqualTo(name.equals("run"));
        Findings findings = new Findings();
        new RunReading(run, new SmallObjects.Cluster(run.footer().cluster(), 64), findings)
                .read(new SmallObjects.RunRef(run.footer().log(), run.footer().number(), 2, bytes.length));
        // The entities of the specification's examples are made up, and not of the shards that they are in.
        assertThat(findings.all())
                .allSatisfy(found -> assertThat(found.expected()).contains("shard"));
        assertThat(List.of(run.size())).containsExactly((long) bytes.length);
    }
}
