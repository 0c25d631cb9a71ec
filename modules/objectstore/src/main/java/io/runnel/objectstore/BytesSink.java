package io.runnel.objectstore;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.SinkShape;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.util.ByteString;

/** Collects a body whose length is known, as it comes, with one copy. For one use. */
final class BytesSink extends GraphStage<SinkShape<ByteString>> {
    private static final int SMALLEST = 1024;

    private final Inlet<ByteString> in = Inlet.create("Bytes.in");
    private final SinkShape<ByteString> shape = SinkShape.of(in);
    private final int expected;
    private final CompletableFuture<byte[]> collected;
    private final BooleanSupplier unwanted;

    /**
     * @param expected length; should it be another, that is no error
     * @param unwanted asked from time to time whether to stop
     */
    BytesSink(int expected, CompletableFuture<byte[]> collected, BooleanSupplier unwanted) {
        this.expected = expected;
        this.collected = collected;
        this.unwanted = unwanted;
    }

    @Override
    public SinkShape<ByteString> shape() {
        return shape;
    }

    @Override
    public GraphStageLogic createLogic(Attributes attributes) {
        return new Logic();
    }

    private final class Logic extends GraphStageLogic {
        private byte[] bytes = new byte[expected];
        private int size;

        Logic() {
            super(shape);
            setHandler(in, new AbstractInHandler() {
                @Override
                public void onPush() {
                    ByteString part = grab(in);
                    if (size + part.length() > bytes.length) {
                        bytes = Arrays.copyOf(bytes, Math.max(SMALLEST, Math.max(2 * size, size + part.length())));
                    }
                    part.copyToArray(bytes, size);
                    size += part.length();
                    if (unwanted.getAsBoolean()) {
                        completeStage();
                    } else {
                        pull(in);
                    }
                }

                @Override
                public void onUpstreamFinish() {
                    collected.complete(size == bytes.length ? bytes : Arrays.copyOf(bytes, size));
                    completeStage();
                }

                @Override
                public void onUpstreamFailure(Throwable failure) {
                    collected.completeExceptionally(failure);
                    failStage(failure);
                }
            });
        }

        @Override
        public void preStart() {
            pull(in);
        }

        /** Whatever has ended it. */
        @Override
        public void postStop() {
            collected.completeExceptionally(new IllegalStateException("the body broke off"));
        }
    }
}
