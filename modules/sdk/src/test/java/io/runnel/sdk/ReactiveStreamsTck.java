package io.runnel.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.DynamicTest;
import org.opentest4j.TestAbortedException;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.SkipException;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** Runs the technology compatibility kit of reactive streams, which is written for TestNG, and gives its results to JUnit. */
final class ReactiveStreamsTck {
    /** For what has to come: it is not waited for to the end, so that it may be long. */
    private static final long PATIENCE_MILLIS = 20_000;
    /** In which what must not come would. */
    private static final long SILENCE_MILLIS = 50;

    private ReactiveStreamsTck() {}

    static TestEnvironment environment() {
        return new TestEnvironment(PATIENCE_MILLIS, SILENCE_MILLIS, SILENCE_MILLIS);
    }

    /** A test for each rule of a verification, of which each test has one of its own. */
    static List<DynamicTest> of(Supplier<?> verification) {
        List<DynamicTest> tests = new ArrayList<>();
        for (Method rule : annotated(verification.get().getClass(), Test.class)) {
            if (rule.getName().startsWith("untested_")) {
                continue; // of these the kit has the names only
            }
            tests.add(DynamicTest.dynamicTest(rule.getName(), () -> run(rule, verification.get())));
        }
        assertThat(tests).hasSizeGreaterThan(10);
        return tests;
    }

    private static void run(Method rule, Object verification) throws Throwable {
        try {
            callAll(BeforeClass.class, verification);
            callAll(BeforeMethod.class, verification);
            call(rule, verification);
        } finally {
            callAll(AfterClass.class, verification);
        }
    }

    private static void callAll(Class<? extends Annotation> annotation, Object verification) throws Throwable {
        for (Method each : annotated(verification.getClass(), annotation)) {
            call(each, verification);
        }
    }

    private static void call(Method method, Object verification) throws Throwable {
        try {
            method.invoke(verification);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof SkipException skipped) {
                throw new TestAbortedException(skipped.getMessage(), skipped);
            }
            throw e.getCause();
        }
    }

    private static List<Method> annotated(Class<?> type, Class<? extends Annotation> annotation) {
        return Arrays.stream(type.getMethods())
                .filter(each -> each.isAnnotationPresent(annotation))
                .sorted(Comparator.comparing(Method::getName))
                .toList();
    }
}
