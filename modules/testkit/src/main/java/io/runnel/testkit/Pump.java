package io.runnel.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Passes bytes on in one direction of one connection, until a fault that is planned for them strikes. */
final class Pump implements Runnable {
    private static final int BLOCK = 64 * 1024;

    private final Socket from;
    private final Socket to;
    private final List<Fault> faults;
    private final ProxiedConnection connection;
    private final Switches switches;
    private final ByteArrayOutputStream passedOn = new ByteArrayOutputStream();
    private final AtomicLong passed = new AtomicLong();
    private int struck;
    private boolean closed;

    Pump(Socket from, Socket to, List<Fault> faults, ProxiedConnection connection, Switches switches) {
        this.from = from;
        this.to = to;
        this.faults = faults.stream()
                .sorted(Comparator.comparingLong(Fault::afterBytes))
                .toList();
        this.connection = connection;
        this.switches = switches;
    }

    long passed() {
        return passed.get();
    }

    /** Everything that has been passed on, if the proxy keeps it. */
    byte[] bytes() {
        synchronized (passedOn) {
            return passedOn.toByteArray();
        }
    }

    @Override
    public void run() {
        byte[] block = new byte[BLOCK];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(block); count >= 0; count = in.read(block)) {
                pass(block, count, out);
            }
            if (!discards()) {
                to.shutdownOutput();
            }
            connection.ended();
        } catch (IOException e) {
            lost();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            connection.reset();
        }
    }

    /** One side is gone, abruptly. So is the other now, unless it has been told already that this one has closed. */
    private void lost() {
        if (connection.isOver()) {
            connection.ended();
        } else {
            connection.reset();
        }
    }

    private void pass(byte[] block, int count, OutputStream out) throws IOException, InterruptedException {
        switches.awaitFlow(connection::isOver);
        int offset = 0;
        while (offset < count && !discards()) {
            if (struck < faults.size() && faults.get(struck).afterBytes() == passed.get()) {
                strike(faults.get(struck++));
                continue;
            }
            long unharmed = struck < faults.size() ? faults.get(struck).afterBytes() - passed.get() : Long.MAX_VALUE;
            int portion = switches.portion((int) Math.min(unharmed, count - offset));
            switches.awaitRoom(portion, connection::isOver);
            if (discards()) {
                return;
            }
            if (!written(out, block, offset, portion)) {
                return;
            }
            keep(block, offset, portion);
            passed.addAndGet(portion);
            offset += portion;
        }
    }

    /** @return whether it was; not where the connection has been ended meanwhile, which is no reason to reset anything */
    private boolean written(OutputStream out, byte[] block, int offset, int count) throws IOException {
        try {
            out.write(block, offset, count);
            return true;
        } catch (IOException e) {
            if (discards()) {
                return false;
            }
            throw e;
        }
    }

    private void keep(byte[] block, int offset, int count) {
        if (connection.keepsBytes()) {
            synchronized (passedOn) {
                passedOn.write(block, offset, count);
            }
        }
    }

    private void strike(Fault fault) throws IOException, InterruptedException {
        switch (fault.kind()) {
            case RESET -> connection.reset();
            case END -> connection.end();
            case HALF_CLOSE -> {
                closed = true;
                to.shutdownOutput();
            }
            case STALL -> switches.awaitResume(connection::isOver);
        }
    }

    private boolean discards() {
        return closed || connection.isOver();
    }
}
