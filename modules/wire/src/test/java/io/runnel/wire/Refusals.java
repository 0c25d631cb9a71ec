package io.runnel.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.runnel.model.ErrorCode;
import io.runnel.model.StreamError;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What tests say of requests that are refused. */
final class Refusals {
    private Refusals() {}

    /** Asserts that the call is refused with this code; goes on with the message. */
    static AbstractStringAssert<?> assertRefused(ErrorCode code, ThrowingCallable call) {
        BadRequestException refusal = catchThrowableOfType(BadRequestException.class, call);
        assertThat(refusal).as("refusal").isNotNull();
        StreamError.Coded error = (StreamError.Coded) refusal.error();
        assertThat(error.code()).as(error.message()).isEqualTo(code);
        return assertThat(error.message());
    }
}
