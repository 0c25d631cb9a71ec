package io.runnel.verify;

import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A part of the contract that holds over HTTP/1.1 and HTTP/2 alike; every test runs over both. */
@ParameterizedClass(name = "{0}")
@EnumSource(Protocol.class)
abstract class OverBoth extends Contract {
    @Parameter
    Protocol protocol;

    @Override
    Protocol protocol() {
        return protocol;
    }
}
