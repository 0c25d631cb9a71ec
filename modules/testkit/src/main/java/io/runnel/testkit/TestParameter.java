package io.runnel.testkit;

/**
 * A further type of parameter that {@link RunnelExtension} gives to tests, such as a client's. Found by
 * {@link java.util.ServiceLoader}, so that having it on the class path is all it takes.
 */
public interface TestParameter<T> {
    /** The type that tests ask for. */
    Class<T> type();

    /**
     * Makes the one of a test, when the test first asks for it. If it is {@link AutoCloseable} it is closed after the test, before
     * everything it was made of.
     */
    T create(Given given);

    /** What a test, or a class of tests, has. */
    interface Given {
        /** Its basin and endpoint. */
        TestBasin basin();

        /**
         * Its one object of another type, which is made now if need be.
         *
         * @throws IllegalArgumentException if no {@code TestParameter} has that type
         */
        <X> X get(Class<X> type);
    }
}
