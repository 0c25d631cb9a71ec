package io.runnel.commands;

import java.util.List;

/** What it takes to make basins and streams as a {@link SetupFile} wants them, in the order of the file. */
record SetupPlan(List<Step> steps) {
    SetupPlan {
        steps = List.copyOf(steps);
    }

    /** What is to be done with a basin or a stream. */
    enum Action {
        CREATE("+"),
        UPDATE("~"),
        KEEP("=");

        private final String sign;

        Action(String sign) {
            this.sign = sign;
        }

        String sign() {
            return sign;
        }
    }

    /**
     * One of them.
     *
     * @param resource {@code basin} or {@code stream}
     * @param name of a stream {@code basin/stream}
     * @param changes all that is set, if it is created
     * @param open fields whose value only the server knows, and only when it is applied
     */
    record Step(String resource, String name, Action action, List<Difference> changes, List<String> open) {
        Step {
            changes = List.copyOf(changes);
            open = List.copyOf(open);
        }

        boolean isStream() {
            return resource.equals("stream");
        }
    }

    long pending() {
        return steps.stream().filter(step -> step.action() != Action.KEEP).count();
    }
}
