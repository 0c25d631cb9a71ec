package io.runnel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.model.RecordSlice;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.serialization.DisabledJavaSerializer;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MessageTableTest {
    /** Written by codecs of their own, or by Kryo's. */
    private static final Set<Class<?>> VALUES = Set.of(
            int.class,
            long.class,
            boolean.class,
            Long.class,
            Boolean.class,
            String.class,
            Void.class,
            byte[].class,
            List.class,
            ActorRef.class);

    /** What an actor is told by itself, or by a future of its own; private ones need not be named. */
    private static final Set<Class<?>> STAYS_HERE = Set.of(Standing.Answered.class, Standing.LookedFor.class);

    private static final Set<Class<?>> REPLIES_HERE = Set.of(Reply.Local.class, Reply.Confirmed.class);

    /** What may be told to an actor of another node. */
    private final Set<Class<?>> told = new LinkedHashSet<>();

    /** What may stand in it. */
    private final Set<Class<?>> parts = new LinkedHashSet<>();

    @Test
    void everythingThatMayCrossNodesIsInTheTable() throws IOException, URISyntaxException {
        findMessages();
        assertThat(told).hasSizeGreaterThan(40).contains(AccountEntity.Indexed.class, StreamLink.Absent.class);
        assertThat(parts).contains(StreamLink.Purpose.class, ReadOutput.Batch.class);
        assertThat(MessageTable.CLASSES).containsAll(told).containsAll(parts);
    }

    @Test
    void everyMessageGoesThroughKryo() throws IOException, URISyntaxException {
        findMessages();
        ActorSystem system = ActorSystem.create("table-test", TestNode.LOCAL);
        try {
            Serialization serialization = SerializationExtension.get(system);
            assertThat(told)
                    .allSatisfy(type ->
                            assertThat(serialization.serializerFor(type)).isInstanceOf(KryoMessages.class));
            assertThat(serialization.serializerFor(StreamActor.Signal.class))
                    .as("what Java could serialize")
                    .isInstanceOf(DisabledJavaSerializer.class);
        } finally {
            system.terminate();
            TestNode.await(system.getWhenTerminated());
        }
    }

    @Test
    void theTableOnlyGrows() throws IOException {
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/message-table.txt"))) {
            List<String> released = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            assertThat(MessageTable.CLASSES).doesNotHaveDuplicates();
            assertThat(MessageTable.CLASSES.stream().map(MessageTableTest::describe))
                    .as("a new class, or a changed one under a new name, goes to the end of both")
                    .isEqualTo(released);
        }
    }

    /** Name and format. */
    private static String describe(Class<?> type) {
        StringJoiner parts = new StringJoiner(", ", type.getName() + "(", ")").setEmptyValue(type.getName());
        if (type.isRecord()) {
            for (RecordComponent component : type.getRecordComponents()) {
                boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
                parts.add(component.getType().getSimpleName() + (nullable ? "?" : ""));
            }
        } else if (type.isEnum()) {
            for (Object constant : type.getEnumConstants()) {
                parts.add(constant.toString());
            }
        }
        return parts.toString();
    }

    /** Begins with what actors understand and protocols consist of; their references say what is answered. */
    private void findMessages() throws IOException, URISyntaxException {
        for (Class<?> type : classesOfTheEngine()) {
            Class<?> protocol = type.getDeclaringClass();
            boolean understood = AccountEntity.Message.class.isAssignableFrom(type)
                    || BasinEntity.Message.class.isAssignableFrom(type)
                    || StreamActor.Command.class.isAssignableFrom(type);
            boolean said = protocol == StreamLink.class || protocol == AppendLink.class || protocol == ReadLink.class;
            if (type.isRecord()
                    && (understood || said)
                    && !Modifier.isPrivate(type.getModifiers())
                    && !STAYS_HERE.contains(type)) {
                told(type);
            }
        }
    }

    private void told(Type message) {
        Class<?> type = raw(message);
        if (type.isSealed()) {
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                told(permitted);
            }
        } else {
            told.add(type);
        }
        part(message);
    }

    private void part(Type part) {
        if (part instanceof ParameterizedType generic) {
            for (Type argument : generic.getActualTypeArguments()) {
                if (generic.getRawType() == org.apache.pekko.actor.typed.ActorRef.class) {
                    told(argument);
                } else {
                    part(argument);
                }
            }
            if (generic.getRawType() != org.apache.pekko.actor.typed.ActorRef.class) {
                part(generic.getRawType());
            }
        } else if (part instanceof Class<?> type && !VALUES.contains(type) && !REPLIES_HERE.contains(type)) {
            if (type.isSealed()) {
                for (Class<?> permitted : type.getPermittedSubclasses()) {
                    part(permitted);
                }
            } else if (parts.add(type) && type.isRecord() && !isWhole(type)) {
                for (RecordComponent component : type.getRecordComponents()) {
                    part(component.getGenericType());
                }
            }
        }
    }

    /** Whether it is written by a codec of its own. */
    private static boolean isWhole(Class<?> type) {
        return type == RecordSlice.class;
    }

    private static Class<?> raw(Type type) {
        return type instanceof ParameterizedType generic ? (Class<?>) generic.getRawType() : (Class<?>) type;
    }

    private static List<Class<?>> classesOfTheEngine() throws IOException, URISyntaxException {
        Path classes = Path.of(MessageTable.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.list(classes.resolve("io/runnel/engine"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class") && !name.equals("package-info.class"))
                    .<Class<?>>map(name -> load("io.runnel.engine." + name.substring(0, name.length() - 6)))
                    .toList();
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, MessageTable.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new LinkageError(name, e);
        }
    }
}
