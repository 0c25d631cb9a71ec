package io.runnel.engine;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.ByteBufferInput;
import com.esotericsoftware.kryo.io.ByteBufferOutput;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.KryoBufferOverflowException;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.util.DefaultClassResolver;
import com.esotericsoftware.kryo.util.Pool;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.serialization.ByteBufferSerializer;
import org.apache.pekko.serialization.SerializerWithStringManifest;
import org.jspecify.annotations.Nullable;

/**
 * What actors of different nodes say to each other, by Kryo. Only classes of the {@link MessageTable} can be written or
 * read, and nothing that is stored ever goes through here. The other node is trusted, the bytes are not: a damaged message
 * fails with an exception, and takes no more memory than its length justifies.
 *
 * <p>Artery hands in its own buffers, so that records are copied once on either side. Thread-safe.
 */
public final class KryoMessages extends SerializerWithStringManifest implements ByteBufferSerializer {
    /** Messages nest a few levels; a damaged one must not nest until the stack ends. */
    private static final int MAX_DEPTH = 16;

    private static final int MAX_IDLE = 64;

    /** Kryo loads a class that a message names, before it looks whether that is registered. */
    private static final class Numbered extends DefaultClassResolver {
        @Override
        protected Registration readName(Input input) {
            throw new KryoException("a class by its name");
        }
    }

    private final ExtendedActorSystem system;

    /** An instance serves one thread at a time. */
    private final Pool<Kryo> idle;

    private @Nullable Map<Class<?>, Serializer<?>> codecs;

    /** Called by Pekko. */
    public KryoMessages(ExtendedActorSystem system) {
        this.system = system;
        idle = new Pool<>(true, false, MAX_IDLE) {
            @Override
            protected Kryo create() {
                Kryo kryo = new Kryo(new Numbered(), null);
                kryo.setRegistrationRequired(true);
                kryo.setMaxDepth(MAX_DEPTH);
                MessageTable.registerIn(kryo, codecs());
                return kryo;
            }
        };
    }

    /** Made late: they take a third of a second, and a node that is alone never needs them. */
    private synchronized Map<Class<?>, Serializer<?>> codecs() {
        if (codecs == null) {
            codecs = MessageTable.codecs(system);
        }
        return codecs;
    }

    @Override
    public int identifier() {
        return 82_002;
    }

    /** None: every message names its class by its number in the table. */
    @Override
    public String manifest(Object message) {
        return "";
    }

    @Override
    public byte[] toBinary(Object message) {
        Output output = new Output(256, -1);
        write(output, message);
        return output.toBytes();
    }

    /** @throws BufferOverflowException if the message is too large; Artery says so in the log then */
    @Override
    public void toBinary(Object message, ByteBuffer buffer) {
        try {
            write(new ByteBufferOutput(buffer), message);
        } catch (KryoBufferOverflowException e) {
            BufferOverflowException tooLarge = new BufferOverflowException();
            tooLarge.initCause(e);
            throw tooLarge;
        }
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) {
        return read(new Input(bytes));
    }

    @Override
    public Object fromBinary(ByteBuffer buffer, String manifest) {
        return read(new ByteBufferInput(buffer));
    }

    private void write(Output output, Object message) {
        Kryo kryo = idle.obtain();
        try {
            kryo.writeClassAndObject(output, message);
        } finally {
            idle.free(kryo);
        }
    }

    private Object read(Input input) {
        int length = input.limit() - input.position();
        Kryo kryo = idle.obtain();
        try {
            Object message = kryo.readClassAndObject(input);
            if (message == null || input.position() != input.limit()) {
                throw new KryoException("not one message in " + length + " bytes");
            }
            return message;
        } finally {
            idle.free(kryo);
        }
    }
}
