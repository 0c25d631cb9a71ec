package io.runnel.bench;

import java.io.IOException;

/** The server answered something that it must not, or refused what it must take. Ends the run. */
final class BrokenAnswerException extends IOException {
    BrokenAnswerException(String message) {
        super(message);
    }
}
