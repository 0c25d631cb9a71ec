package io.runnel.testkit;

import java.lang.reflect.AnnotatedElement;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Gives parameters of tests, of their life-cycle methods and of the constructors of their classes what they need of a Runnel:
 *
 * <ul>
 *   <li>{@link TestBasin}: a basin of its own and the endpoint to reach it at,
 *   <li>{@link FaultProxy}: the proxy that everything of this test goes through,
 *   <li>{@link TestServer}: the server, if the test has one of its own ({@link RunnelTest#ownServer}),
 *   <li>whatever else there is a {@link TestParameter} for on the class path: a ready client.
 * </ul>
 *
 * <p>The same test is always given the same ones, whatever method of it asks. What a class asks for ({@code @BeforeAll}, or the
 * constructor of a class with one instance for all tests) belongs to the class, and its tests have others. All of it is closed
 * after the test or class that it belongs to.
 *
 * <p>The server that tests share is started when the first of them asks, once for a test plan, which takes two or three seconds, and is
 * stopped when the plan has been executed. Tests in parallel do not disturb each other in it: whatever is
 * ordered of a proxy concerns one test, and so does whatever is done in a basin. Only the list of all basins shows those of
 * others.
 */
public final class RunnelExtension implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(RunnelExtension.class);
    private static final Set<Class<?>> TYPES = Set.of(TestBasin.class, FaultProxy.class, TestServer.class);

    /** A constructor asks for the test that its object is made for, not for the class. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return TYPES.contains(type) || Belongings.know(type);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        Belongings given = given(context);
        if (!TYPES.contains(type)) {
            return given.get(type);
        }
        if (type == TestBasin.class) {
            return given.basin();
        }
        if (type == FaultProxy.class) {
            return given.basin().faults();
        }
        if (!given.ownServer()) {
            throw new ParameterResolutionException(
                    "the server is shared with other tests: a test that asks for it must be "
                            + "annotated, or its class, with @RunnelTest(ownServer = true)");
        }
        return given.basin().server();
    }

    /** By the context's own name, for otherwise a test would be given what its class has. */
    private static Belongings given(ExtensionContext context) {
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(context.getUniqueId(), id -> open(context), Belongings.class);
    }

    private static Belongings open(ExtensionContext context) {
        Optional<RunnelTest> own = annotation(context).filter(RunnelTest::ownServer);
        TestServer server = own.map(test -> TestServer.start(test.settings())).orElseGet(() -> shared(context));
        try {
            return new Belongings(server.newBasin(), own.isPresent());
        } catch (RuntimeException e) {
            if (own.isPresent()) {
                server.close();
            }
            throw e;
        }
    }

    private static TestServer shared(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(TestServer.class, type -> TestServer.start(), TestServer.class);
    }

    /** The annotation next to the test: the method's before the class's, before that of the class around it. */
    private static Optional<RunnelTest> annotation(ExtensionContext context) {
        Optional<AnnotatedElement> element = context.getElement();
        Optional<RunnelTest> found = AnnotationSupport.findAnnotation(element, RunnelTest.class);
        return found.isPresent() ? found : context.getParent().flatMap(RunnelExtension::annotation);
    }
}
