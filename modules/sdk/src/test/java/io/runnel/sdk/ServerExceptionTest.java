package io.runnel.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an answer promises (contract 10). */
class ServerExceptionTest {
    @ParameterizedTest
    @CsvSource({
        "404, access_token_not_found, false, true",
        "401, authn, false, true",
        "400, bad_frame, false, true",
        "409, basin_deletion_pending, false, true",
        "499, client_hangup, false, false",
        "502, hot_server, true, true",
        "422, invalid, false, true",
        "501, not_implemented, false, true",
        "500, other, true, false",
        "403, quota_exhausted, false, true",
        "429, rate_limited, true, true",
        "408, request_timeout, true, false",
        "503, server_draining, true, true",
        "500, storage, true, false",
        "404, stream_not_found, false, true",
        "409, transaction_conflict, true, true",
        "503, unavailable, true, false",
        "504, upstream_timeout, true, false",
    })
    void aCodeWithItsOwnStatusSaysWhetherToTryAgainAndWhetherNothingHappened(
            int status, String code, boolean retryable, boolean clean) {
        check(status, code, retryable, clean);
    }

    @ParameterizedTest
    @CsvSource({
        "500, rate_limited",
        "503, hot_server",
        "500, server_draining",
        "503, invalid",
        "502, transaction_conflict",
        "429, unavailable",
        "404, authn",
    })
    void aKnownCodeWithAnotherStatusPromisesNothing(int status, String code) {
        check(status, code, false, false);
    }

    @ParameterizedTest
    @CsvSource({
        "404, false, true",
        "408, true, false",
        "418, false, true",
        "429, true, true",
        "499, false, false",
        "500, true, false",
        "501, false, false",
        "502, true, false",
        "503, true, false",
        "504, true, false",
    })
    void anUnknownCodeAndNoneAreJudgedByTheStatus(int status, boolean retryable, boolean clean) {
        check(status, "of_tomorrow", retryable, clean);
        check(status, "", retryable, clean);
    }

    private static void check(int status, String code, boolean retryable, boolean clean) {
        ServerException answer = new ServerException(status, code, "", null);
        assertThat(answer.isRetryable()).as("retryable").isEqualTo(retryable);
        assertThat(answer.hasNoSideEffects()).as("without side effects").isEqualTo(clean);
    }
}
