package io.runnel.examples

import io.runnel.sdk.AppendInput
import io.runnel.sdk.AppendRecord
import io.runnel.sdk.AppendSessionOptions
import io.runnel.sdk.Await
import io.runnel.sdk.BasinClient
import io.runnel.sdk.BasinReconfiguration
import io.runnel.sdk.Change
import io.runnel.sdk.ConnectionException
import io.runnel.sdk.DeadlineExceededException
import io.runnel.sdk.FencingTokenMismatchException
import io.runnel.sdk.IndefiniteAppendException
import io.runnel.sdk.ProtocolException
import io.runnel.sdk.RangeNotSatisfiableException
import io.runnel.sdk.ReadOptions
import io.runnel.sdk.ReadStart
import io.runnel.sdk.RunnelClient
import io.runnel.sdk.RunnelException
import io.runnel.sdk.SeqNumMismatchException
import io.runnel.sdk.ServerException
import io.runnel.sdk.SessionClosedException
import io.runnel.testkit.RunnelTest
import java.time.Duration
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.catchThrowableOfType
import org.junit.jupiter.api.Test

/** The client as Kotlin sees it: what may be null is known to the compiler, and a `when` over failures needs no `else`. */
@RunnelTest
class KotlinIT {
    private val all = ReadOptions.from(ReadStart.beginning()).withWait(Duration.ZERO)

    @Test
    fun recordsAreAppendedAndRead(basin: BasinClient) {
        val stream = basin.stream("from-kotlin")
        stream.producer().use { producer ->
            repeat(100) { producer.submit(AppendRecord.of("record $it")) }
            Await.result(producer.flush())
        }
        val bodies = mutableListOf<String>()
        stream.readSession(all).use { session ->
            generateSequence { session.next() }.forEach { batch -> batch.records().mapTo(bodies) { it.bodyText() } }
        }
        assertThat(bodies).hasSize(100).startsWith("record 0").endsWith("record 99")
    }

    @Test
    fun aSessionAppendsExactlyOnce(basin: BasinClient) {
        val options = AppendSessionOptions.DEFAULT.exactlyOnceFromTail()
        basin.stream("exactly-once").appendSession(options).use { session ->
            val ticket = session.submit(AppendInput.of(AppendRecord.of("one"), AppendRecord.of("two")))
            assertThat(ticket.await().end().seqNum()).isEqualTo(2)
        }
    }

    @Test
    fun whatMayBeNullIsToBeAskedFor(client: RunnelClient, basin: BasinClient) {
        val change = BasinReconfiguration.NONE.withCreateStreamOnRead(Change.to(true))
        val config = Await.result(client.reconfigureBasin(basin.name(), change))
        val storageClass: String? = config.defaultStreamConfig().storageClass()
        assertThat(storageClass?.length ?: 0).isZero()
        assertThat(config.createStreamOnRead()).isTrue()
    }

    @Test
    fun failuresAreDistinguishedWithoutAnElse(client: RunnelClient) {
        val failure = catchThrowableOfType(RunnelException::class.java) {
            Await.result(client.getBasinConfig("no-such-basin"))
        }
        val said = when (failure) {
            is ServerException -> failure.code()
            is SeqNumMismatchException, is FencingTokenMismatchException, is RangeNotSatisfiableException -> "condition"
            is ConnectionException, is DeadlineExceededException, is ProtocolException -> "network"
            is IndefiniteAppendException -> "unknown"
            is SessionClosedException -> "closed"
        }
        assertThat(said).isEqualTo("basin_not_found")
    }
}
