package io.runnel.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** Gives the tests of a class, or one test, a Runnel: see {@link RunnelExtension} for what they may ask for. */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(RunnelExtension.class)
public @interface RunnelTest {
    /**
     * Whether each test has a server of its own, which it may restart, rather than a basin of the one that all tests share.
     * A further server takes some hundred milliseconds.
     */
    boolean ownServer() default false;

    /** Settings of the server of its own, in HOCON: {@code "runnel.streams.removal-delay = 0s"}, say. */
    String settings() default "";
}
