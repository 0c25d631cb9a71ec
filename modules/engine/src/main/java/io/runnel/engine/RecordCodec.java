package io.runnel.engine;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.TypeVariable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Any record, component by component in their order; read by the record's own constructor, with its checks. Kryo's own
 * believes lengths, and names the class of every component that is a list or a reference. Thread-safe.
 */
final class RecordCodec extends Serializer<Object> {
    /** How a component is written. */
    private enum Form {
        LONG,
        INT,
        BOOLEAN,
        /** Of the declared class. */
        VALUE,
        /** Behind the number of its class, 0 for null. */
        ANY
    }

    /** @param codec null for a class that Kryo knows how to write */
    private record Component(
            Class<?> type,
            Form form,
            boolean nullable,
            @Nullable Serializer<?> codec,
            MethodHandle accessor) {}

    private final Class<?> record;
    private final Component[] components;
    private final MethodHandle constructor;

    /** @param values how components are written that are declared as one of these types */
    RecordCodec(Class<?> record, Map<Class<?>, Serializer<?>> values) {
        this.record = record;
        RecordComponent[] declared = record.getRecordComponents();
        components = new Component[declared.length];
        Class<?>[] types = new Class<?>[declared.length];
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            for (int i = 0; i < declared.length; i++) {
                types[i] = declared[i].getType();
                MethodHandle accessor = lookup.unreflect(declared[i].getAccessor())
                        .asType(MethodType.methodType(Object.class, Object.class));
                components[i] = component(declared[i], accessor, values);
            }
            constructor = lookup.findConstructor(record, MethodType.methodType(void.class, types))
                    .asSpreader(Object[].class, types.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (IllegalAccessException | NoSuchMethodException e) {
            throw new IllegalArgumentException(record + " cannot be a message", e);
        }
    }

    private static Component component(
            RecordComponent declared, MethodHandle accessor, Map<Class<?>, Serializer<?>> values) {
        Class<?> type = declared.getType();
        Serializer<?> codec = type == List.class ? new ValueCodecs.Items(itemType(declared)) : values.get(type);
        Form form;
        if (type == long.class) {
            form = Form.LONG;
        } else if (type == int.class) {
            form = Form.INT;
        } else if (type == boolean.class) {
            form = Form.BOOLEAN;
        } else {
            form = codec != null || Modifier.isFinal(type.getModifiers()) ? Form.VALUE : Form.ANY;
        }
        boolean nullable = declared.getAnnotatedType().isAnnotationPresent(Nullable.class)
                || declared.getGenericType() instanceof TypeVariable;
        return new Component(type, form, nullable, codec, accessor);
    }

    private static Class<?> itemType(RecordComponent list) {
        return list.getGenericType() instanceof ParameterizedType type
                        && type.getActualTypeArguments()[0] instanceof Class<?> item
                ? item
                : Object.class;
    }

    @Override
    public void write(Kryo kryo, Output output, Object message) {
        for (Component component : components) {
            Object value = get(component, message);
            switch (component.form()) {
                case LONG -> output.writeVarLong((long) value, true);
                case INT -> output.writeVarInt((int) value, true);
                case BOOLEAN -> output.writeBoolean((boolean) value);
                case ANY -> kryo.writeClassAndObject(output, value);
                case VALUE -> {
                    if (component.nullable()) {
                        output.writeBoolean(value != null);
                    }
                    if (value != null || !component.nullable()) {
                        kryo.writeObject(output, value, codec(kryo, component));
                    }
                }
            }
        }
    }

    @Override
    public Object read(Kryo kryo, Input input, Class<?> type) {
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            Component component = components[i];
            values[i] = read(kryo, input, component);
            if (values[i] == null && !component.nullable()) {
                throw new KryoException("not a " + record.getSimpleName() + ": component " + i + " is null");
            }
        }
        return construct(values);
    }

    private static @Nullable Object read(Kryo kryo, Input input, Component component) {
        return switch (component.form()) {
            case LONG -> input.readVarLong(true);
            case INT -> input.readVarInt(true);
            case BOOLEAN -> input.readBoolean();
            case ANY -> kryo.readClassAndObject(input);
            case VALUE ->
                component.nullable() && !input.readBoolean()
                        ? null
                        : kryo.readObject(input, component.type(), codec(kryo, component));
        };
    }

    private static Serializer<?> codec(Kryo kryo, Component component) {
        Serializer<?> codec = component.codec();
        return codec != null ? codec : kryo.getSerializer(component.type());
    }

    private Object get(Component component, Object message) {
        try {
            return (Object) component.accessor().invokeExact(message);
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            throw new KryoException("cannot write a " + record.getSimpleName(), e);
        }
    }

    private Object construct(Object[] values) {
        try {
            return (Object) constructor.invokeExact(values);
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            throw new KryoException("not a " + record.getSimpleName(), e);
        }
    }
}
