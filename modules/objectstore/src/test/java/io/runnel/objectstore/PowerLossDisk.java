package io.runnel.objectstore;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The real disk, and beside it a model of what would be left if the power went now: only forced bytes, under names that
 * were forced, in directories whose names were forced.
 */
final class PowerLossDisk implements Disk {
    private final Disk real = new RealDisk();
    private final Path root;
    private final Node top = new Node();
    private final Map<Path, IoAction> beforeCreating = new ConcurrentHashMap<>();
    private final Map<Path, IoAction> beforeForcing = new ConcurrentHashMap<>();
    private Predicate<Path> failingForces = directory -> false;
    private int forces;

    /** @param root what is above it is taken as durable */
    PowerLossDisk(Path root) {
        this.root = root;
    }

    /** What a file would hold after a loss of power; empty if there would be none. */
    synchronized Optional<byte[]> afterPowerLoss(Path file) {
        Node node = top;
        for (Path name : root.relativize(file)) {
            node = node.durableNames.get(name.toString());
            if (node == null) {
                return Optional.empty();
            }
        }
        return Optional.of(node.durableBytes);
    }

    synchronized void failForcing(Predicate<Path> directories) {
        failingForces = directories;
    }

    /** Has something happen once, just before a directory is created. */
    void beforeCreating(Path directory, IoAction action) {
        beforeCreating.put(directory, action);
    }

    /** Has something happen once, just before a directory is forced. */
    void beforeForcing(Path directory, IoAction action) {
        beforeForcing.put(directory, action);
    }

    private static void run(Map<Path, IoAction> actions, Path directory) throws IOException {
        IoAction action = actions.remove(directory);
        if (action != null) {
            action.run();
        }
    }

    synchronized int directoryForces() {
        return forces;
    }

    @Override
    public NewFile create(Path file) throws IOException {
        NewFile whole = real.create(file);
        Node node = new Node();
        synchronized (this) {
            directory(file.getParent()).names.put(name(file), node);
        }
        return new NewFile() {
            @Override
            public void write(ByteBuffer bytes) throws IOException {
                whole.write(bytes);
                byte[] written = new byte[bytes.remaining()];
                bytes.duplicate().get(written);
                node.bytes.writeBytes(written);
            }

            @Override
            public void force() throws IOException {
                whole.force();
                synchronized (PowerLossDisk.this) {
                    node.durableBytes = node.bytes.toByteArray();
                }
            }

            @Override
            public void close() throws IOException {
                whole.close();
            }
        };
    }

    @Override
    public synchronized void move(Path from, Path to) throws IOException {
        real.move(from, to);
        directory(to.getParent())
                .names
                .put(name(to), directory(from.getParent()).names.remove(name(from)));
    }

    @Override
    public synchronized void delete(Path file) throws IOException {
        real.delete(file);
        if (find(file.getParent()) != null) {
            directory(file.getParent()).names.remove(name(file));
        }
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        run(beforeCreating, directory);
        makeDirectory(directory);
    }

    private synchronized void makeDirectory(Path directory) throws IOException {
        real.createDirectory(directory);
        if (!directory.equals(root)) {
            directory(directory.getParent()).names.computeIfAbsent(name(directory), absent -> new Node());
        }
    }

    @Override
    public synchronized boolean deleteDirectory(Path directory) throws IOException {
        boolean deleted = real.deleteDirectory(directory);
        if (deleted) {
            directory(directory.getParent()).names.remove(name(directory));
        }
        return deleted;
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        run(beforeForcing, directory);
        Node node;
        Map<String, Node> names;
        long force;
        synchronized (this) {
            if (failingForces.test(directory)) {
                throw new IOException("Input/output error");
            }
            node = find(directory);
            // What is added from here on may miss this force.
            names = node == null ? Map.of() : new HashMap<>(node.names);
            force = ++forces;
        }
        real.forceDirectory(directory);
        synchronized (this) {
            // A force that began earlier and ended later takes nothing back.
            if (node != null && force > node.forced) {
                node.forced = force;
                node.durableNames = names;
            }
        }
    }

    private Node directory(Path path) {
        Node node = find(path);
        if (node == null) {
            throw new AssertionError(path + " is unknown to the model");
        }
        return node;
    }

    private Node find(Path path) {
        Node node = top;
        if (!path.startsWith(root)) {
            return null;
        }
        if (path.equals(root)) {
            return top;
        }
        for (Path name : root.relativize(path)) {
            node = node == null ? null : node.names.get(name.toString());
        }
        return node;
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }

    /** Whether durable bytes end with the trailer of a whole object, and begin with this. */
    static boolean holds(byte[] durable, byte[] object) {
        return durable.length == object.length + ObjectFile.TRAILER
                && Arrays.equals(durable, 0, object.length, object, 0, object.length);
    }

    interface IoAction {
        void run() throws IOException;
    }

    private static final class Node {
        final Map<String, Node> names = new HashMap<>();
        Map<String, Node> durableNames = Map.of();
        long forced;
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] durableBytes = new byte[0];
    }
}
