package io.runnel.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class RowDeltaTest {
    @Property
    void isTheSameInWhateverOrderAndGroupsItIsJoined(@ForAll long seed) {
        Random random = new Random(seed);
        List<RowDelta> deltas = history(random);
        RowDelta inOrder = join(deltas);
        List<RowDelta> shuffled = new ArrayList<>(deltas);
        Collections.shuffle(shuffled, random);
        int cut = random.nextInt(shuffled.size());
        RowDelta grouped = RowDelta.join(
                cut == 0 ? null : join(shuffled.subList(0, cut)), join(shuffled.subList(cut, shuffled.size())));
        assertThat(grouped).usingRecursiveComparison().isEqualTo(inOrder);
        assertThat(RowDelta.join(grouped, inOrder)).usingRecursiveComparison().isEqualTo(inOrder);
        assertThat(inOrder.row().revision())
                .isEqualTo(deltas.get(deltas.size() - 1).revision());
    }

    @Property
    void isReadBackAsItWasWritten(@ForAll long seed) {
        for (RowDelta delta : history(new Random(seed))) {
            FormatWriter out = new FormatWriter(1);
            delta.encode(out);
            FormatReader in = new FormatReader(out.bytes(), "run");
            assertThat(RowDelta.decode(in)).usingRecursiveComparison().isEqualTo(delta);
            in.end();
        }
    }

    private static RowDelta join(List<RowDelta> deltas) {
        RowDelta joined = deltas.get(0);
        for (RowDelta delta : deltas.subList(1, deltas.size())) {
            joined = RowDelta.join(joined, delta);
        }
        return joined;
    }

    private static List<RowDelta> history(Random random) {
        List<RowDelta> deltas = new ArrayList<>();
        int generation = 0;
        long timestamp = 0;
        long nextSeq = 0;
        for (int revision = 1; revision < 2 + random.nextInt(12); revision++) {
            if (random.nextInt(5) == 0) {
                generation++;
                timestamp = 0;
                nextSeq = 0;
            }
            boolean positions = random.nextBoolean();
            timestamp += positions ? random.nextInt(5) : 0;
            nextSeq += positions ? 1 : 0;
            byte[] state = random.nextInt(3) == 0 ? new byte[] {(byte) revision} : null;
            deltas.add(new RowDelta(
                    generation,
                    revision,
                    nextSeq,
                    nextSeq / 2,
                    positions ? timestamp : 0,
                    state == null ? 0 : revision,
                    state));
        }
        return deltas;
    }
}
