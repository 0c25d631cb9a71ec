package io.runnel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.engine.AccountEntity.Forget;
import io.runnel.engine.AccountEntity.Index;
import io.runnel.engine.AccountEntity.Retire;
import io.runnel.engine.AccountEntity.Told;
import io.runnel.engine.AccountEvent.BasinForgotten;
import io.runnel.engine.AccountEvent.BasinListed;
import io.runnel.engine.AccountEvent.BasinUnlisted;
import io.runnel.engine.AccountEvent.FloorRaised;
import io.runnel.model.BasinInfo;
import io.runnel.model.BasinName;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the account makes of what basins tell it. */
class AccountStateTest {
    private static final BasinName ONE = new BasinName("account-one");
    private static final BasinName OTHER = new BasinName("account-other");
    private static final BasinInfo INFO = new BasinInfo(ONE, Instant.EPOCH, null);

    private final AccountState state = new AccountState();

    @Test
    void aRemovedBasinIsLeavingUntilNothingIsLeftOfIt() {
        assertThat(tell(listed(1))).containsExactly(new BasinListed(INFO, 1));
        assertThat(tell(removed(3))).containsExactly(new BasinUnlisted(ONE, 3));
        assertThat(state.basins()).isEmpty();
        assertThat(state.leaving()).containsEntry(ONE.value(), 3L);
        assertThat(tell(new Forget(ONE, 2))).as("about an earlier one").isEmpty();
        assertThat(tell(new Forget(ONE, 3))).containsExactly(new BasinForgotten(ONE, 3));
        assertThat(state.leaving()).isEmpty();
        assertThat(tell(new Forget(ONE, 3))).isEmpty();
    }

    @Test
    void whatIsOutOfDateChangesNothing() {
        tell(listed(7));
        assertThat(tell(listed(6), removed(5), listed(7))).isEmpty();
        tell(removed(8));
        assertThat(tell(listed(7), removed(8))).isEmpty();
    }

    @Test
    void ofOneBasinOnlyTheNewestCounts() {
        assertThat(tell(removed(3), listed(1), listed(9), listed(2))).containsExactly(new BasinListed(INFO, 9));
        assertThat(state.leaving()).isEmpty();
    }

    @Test
    void whatBeganAgainIsNotForgotten() {
        tell(removed(3));
        tell(listed(9), new Forget(ONE, 3));
        assertThat(state.basins()).containsKey(ONE.value());
        assertThat(tell(new Forget(ONE, 3))).isEmpty();
    }

    @Test
    void whatComesAfterABasinWasForgottenIsTakenBackWhenItSaysSo() {
        tell(listed(1));
        tell(removed(3));
        tell(new Forget(ONE, 3));
        tell(listed(2)); // sent long ago
        assertThat(state.basins()).containsKey(ONE.value());
        assertThat(tell(new Forget(ONE, 2))).containsExactly(new BasinForgotten(ONE, 2));
        assertThat(state.basins()).isEmpty();
    }

    @Test
    void theFloorIsTheHighestAndNeverSinks() {
        assertThat(tell(new Retire(ONE, 3, 5, null), new Retire(OTHER, 3, 9, null)))
                .containsExactly(new FloorRaised(9));
        assertThat(state.floor()).isEqualTo(9);
        assertThat(tell(new Retire(ONE, 4, 9, null), new Retire(ONE, 4, 2, null)))
                .isEmpty();
        state.apply(new FloorRaised(4));
        assertThat(state.floor()).isEqualTo(9);
    }

    private List<AccountEvent> tell(Told... told) {
        List<AccountEvent> events = state.eventsFor(List.of(told));
        events.forEach(state::apply);
        return events;
    }

    private static Index listed(long version) {
        return new Index(ONE, version, INFO, null);
    }

    private static Index removed(long version) {
        return new Index(ONE, version, null, null);
    }
}
