package io.runnel.engine;

import io.runnel.model.AppendBatch;
import io.runnel.model.BasinName;
import io.runnel.model.FencingToken;
import io.runnel.model.RecordSlice;
import io.runnel.model.RetentionPolicy;
import io.runnel.model.StreamName;
import io.runnel.model.Utf8;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.jspecify.annotations.Nullable;

/** Random values of every class that may stand in a message, made by their own constructors. */
final class RandomMessages {
    private final Random random;
    private final ActorRef actor;

    /** @param actor stands for every reference */
    RandomMessages(Random random, ActorRef actor) {
        this.random = random;
        this.actor = actor;
    }

    Object of(Class<?> type) {
        if (type == BasinName.class) {
            return new BasinName("basin-" + (10 + random.nextInt(90)));
        } else if (type == StreamName.class) {
            return new StreamName("s/€\uD83D\uDE00" + random.nextInt());
        } else if (type == FencingToken.class) {
            return new FencingToken("t".repeat(random.nextInt(37)));
        } else if (type == String.class) {
            return "é\"\uD83D\uDE00".repeat(random.nextInt(3));
        } else if (type == RetentionPolicy.Age.class) {
            return new RetentionPolicy.Age(number() | 1); // 0 is never stored
        } else if (type == AppendBatch.class) {
            return batch();
        } else if (type == RecordSlice.class) {
            byte[] array = bytes(200);
            int offset = random.nextInt(array.length + 1);
            int length = random.nextInt(array.length - offset + 1);
            return new RecordSlice(array, offset, length, number(), 1 + random.nextInt(9), number(), random.nextInt());
        } else if (type == Instant.class) {
            return Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
        } else if (type == byte[].class) {
            return bytes(300);
        } else if (type == long.class || type == Long.class) {
            return number();
        } else if (type == int.class) {
            return random.nextBoolean() ? random.nextInt() : random.nextInt(100);
        } else if (type == boolean.class || type == Boolean.class) {
            return random.nextBoolean();
        } else if (type == ActorRef.class) {
            return actor;
        } else if (type == org.apache.pekko.actor.typed.ActorRef.class) {
            return Adapter.toTyped(actor);
        } else if (type == Object.class) {
            return of(StreamName.class);
        } else if (type.isEnum()) {
            return type.getEnumConstants()[random.nextInt(type.getEnumConstants().length)];
        } else if (type == Reply.class) {
            return of(Reply.ToActor.class);
        } else if (type.isSealed()) {
            Class<?>[] permitted = type.getPermittedSubclasses();
            return of(permitted[random.nextInt(permitted.length)]);
        }
        return record(type);
    }

    private Object record(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            boolean nullable = components[i].getAnnotatedType().isAnnotationPresent(Nullable.class);
            if (!nullable || random.nextBoolean()) {
                values[i] = types[i] == List.class
                        ? list(components[i].getGenericType())
                        : types[i] == Origin.class ? origin(components[i].getGenericType()) : of(types[i]);
            }
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("no random " + type, e);
        }
    }

    private Origin<Object> origin(Type declared) {
        Class<?> requested = (Class<?>) ((ParameterizedType) declared).getActualTypeArguments()[0];
        return new Origin<>((String) of(String.class), of(requested));
    }

    private List<Object> list(Type declared) {
        Type item = ((ParameterizedType) declared).getActualTypeArguments()[0];
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(of(
                    item instanceof Class<?> type && !Modifier.isPrivate(type.getModifiers()) ? type : Object.class));
        }
        return list;
    }

    private AppendBatch batch() {
        AppendBatch.Builder builder = new AppendBatch.Builder(random.nextInt(500));
        int count = 1 + random.nextInt(random.nextBoolean() ? 3 : 150);
        for (int i = 0; i < count; i++) {
            if (random.nextBoolean()) {
                builder.timestamp(number());
            }
            switch (random.nextInt(4)) {
                case 0 -> builder.header(new byte[0], Utf8.bytes("fence")).body(Utf8.bytes("token"));
                case 1 -> builder.header(new byte[0], Utf8.bytes("trim")).body(new byte[8]);
                case 2 -> builder.header(new byte[] {'k'}, bytes(20)).body(bytes(40));
                default -> builder.body(bytes(20));
            }
            builder.endRecord();
        }
        return Records.built(builder);
    }

    private long number() {
        return random.nextBoolean() ? random.nextLong() : random.nextInt(1000);
    }

    private byte[] bytes(int most) {
        byte[] bytes = new byte[random.nextInt(most)];
        random.nextBytes(bytes);
        return bytes;
    }
}
