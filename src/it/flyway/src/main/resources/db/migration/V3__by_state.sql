create index concurrently if not exists states_by_state on consciousness_states (state);
