package io.runnel.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What nodes are asked for, and what befalls them. In the end nothing befalls them any more, and another node must find
 * everything.
 */
final class SimScenario {
    private static final String[] SHARDS = {"stream-0000", "stream-0001", "basin-0000"};
    private static final int ENTITIES = 6;
    private static final int ACTIONS = 160;
    private static final int LONG_RUN_IN = 16;
    private static final int NODES = 10;
    private static final int NODES_AT_A_TIME = 3;
    private static final int AUDITS = 8;
    private static final long MILLI = 1_000_000;

    private final SimWorld world;
    private final Random random;
    private final List<SimNode> nodes = new ArrayList<>();

    SimScenario(SimWorld world, Random random) {
        this.world = world;
        this.random = random;
    }

    void run() {
        int actions = random.nextInt(LONG_RUN_IN) == 0 ? 5 * ACTIONS : ACTIONS;
        for (int i = 0; i < actions; i++) {
            act();
            world.runFor(gap());
        }
        heal();
    }

    private static List<EntityKey> entities() {
        return Stream.of(SHARDS).flatMap(shard -> entities(shard).stream()).toList();
    }

    static List<EntityKey> entities(String shard) {
        List<EntityKey> keys = new ArrayList<>();
        for (int i = 0; i < ENTITIES; i++) {
            if (SHARDS[i % SHARDS.length].equals(shard)) {
                keys.add(key(i));
            }
        }
        return keys;
    }

    private static EntityKey key(int number) {
        return new EntityKey(number * 7L, -number);
    }

    private static String shard(EntityKey key) {
        return SHARDS[(int) (key.high() / 7) % SHARDS.length];
    }

    private long gap() {
        return switch (random.nextInt(20)) {
            case 0 -> random.nextInt(60_000) * MILLI;
            case 1, 2 -> random.nextInt(1000) * MILLI;
            case 3, 4, 5, 6 -> 0;
            default -> random.nextInt(20_000_000);
        };
    }

    private void act() {
        int what = random.nextInt(1000);
        EntityKey key = key(random.nextInt(ENTITIES));
        SimNode server = pick(node -> node.serves(shard(key)));
        if (what < 60) {
            claim(SHARDS[random.nextInt(SHARDS.length)]);
        } else if (what < 80) {
            start();
        } else if (what < 200) {
            befall(random.nextInt(17));
        } else if (server == null) {
            claim(shard(key));
        } else if (what < 800) {
            for (int left = random.nextInt(10) == 0 ? 25 : 1 + random.nextInt(6); left > 0; left--) {
                server.append(key(server, random), random.nextInt(20) == 0 ? 5000 : 300);
            }
            askAnother(server, key);
        } else if (what < 900) {
            server.read(key);
        } else if (what < 935) {
            server.seek(key);
        } else if (what < 980) {
            server.ask(key);
        } else {
            server.checkRows();
        }
    }

    /** Who has been replaced, and may not know it, is most likely to be out of date while its successor is written to. */
    private void askAnother(SimNode server, EntityKey key) {
        SimNode other = pick(node -> node != server && node.serves(shard(key)));
        if (other != null) {
            other.ask(key);
        }
    }

    /** One of those that it serves. */
    private EntityKey key(SimNode server, Random from) {
        EntityKey key = key(from.nextInt(ENTITIES));
        while (!server.serves(shard(key))) {
            key = key(from.nextInt(ENTITIES));
        }
        return key;
    }

    private void claim(String shard) {
        SimNode node = pick(SimNode::works);
        node = node == null ? start() : node;
        if (node != null) {
            node.claim(shard);
        }
    }

    private @Nullable SimNode start() {
        boolean mayStart =
                nodes.size() < NODES && nodes.stream().filter(SimNode::works).count() < NODES_AT_A_TIME;
        return mayStart ? begin() : null;
    }

    private SimNode begin() {
        SimNode node = new SimNode(world, "n" + (nodes.size() + 1), TestSettings.tiny(random), random);
        world.trace().add(node.name(), "starts", null);
        nodes.add(node);
        return node;
    }

    private void befall(int what) {
        if (nodes.isEmpty()
                || nodes.size() >= NODES
                || random.nextDouble() * 3 >= world.profile().calamity()) {
            return;
        }
        SimNode node = nodes.get(random.nextInt(nodes.size()));
        switch (what) {
            case 0, 1, 2 -> world.crash(node.process());
            case 3, 4 -> world.stall(node.process(), random.nextInt(60_000) * MILLI);
            case 5 -> world.stall(node.process(), random.nextInt(400_000) * MILLI);
            case 6, 7 -> {
                if (node.works()) {
                    node.leave();
                }
            }
            case 8, 9 -> node.process().shiftClock(random.nextInt(2 * 3_600_000) - 3_600_000);
            case 14, 15 -> node.crashAtAcknowledgement(1 + random.nextInt(20));
            case 16 -> {
                if (node.works()) {
                    node.close();
                }
            }
            case 10 -> node.network().trouble(random.nextInt(12_000) * MILLI, true);
            case 11, 12 -> node.network().trouble(random.nextInt(180_000) * MILLI, false);
            default -> nodes.forEach(each -> each.network().trouble(random.nextInt(300_000) * MILLI, false));
        }
        world.trace().add(node.name(), "befallen by", what);
    }

    private @Nullable SimNode pick(Predicate<SimNode> wanted) {
        List<SimNode> candidates = nodes.stream().filter(wanted).toList();
        return candidates.isEmpty() ? null : candidates.get(random.nextInt(candidates.size()));
    }

    /** Nothing goes wrong any more: somebody must be able to take over, and must find everything. */
    private void heal() {
        world.calm();
        nodes.forEach(node -> node.network().calm());
        nodes.forEach(node -> node.process().resume());
        int passed = 0; // the second one comes after one that has left in peace
        for (int left = AUDITS; left > 0; left--) {
            passed += audited(begin()) ? 1 : 0;
            if (passed == 2) {
                return;
            }
        }
        world.checker().require(false, "I-LIVE", "nobody can take over");
    }

    private boolean audited(SimNode auditor) {
        for (String shard : SHARDS) {
            auditor.claim(shard);
        }
        settle(auditor);
        for (int i = 0; i < 2 * ENTITIES && auditor.works(); i++) {
            auditor.append(key(i % ENTITIES), 300);
        }
        settle(auditor);
        if (!auditor.works() || !ownsAll(auditor)) {
            return false; // somebody who had begun earlier has taken over
        }
        auditor.readAll();
        entities().forEach(auditor::ask);
        settle(auditor);
        auditor.leave();
        world.runUntil(auditor::hasLeft);
        return true;
    }

    private boolean ownsAll(SimNode auditor) {
        for (String shard : SHARDS) {
            if (!auditor.serves(shard) || !world.checker().isLastOwner(auditor.truth(), shard)) {
                return false;
            }
        }
        return true;
    }

    private void settle(SimNode node) {
        world.runUntil(node::idle);
    }
}
