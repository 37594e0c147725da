alter table consciousness_states add column intensity numeric(6, 2);
create index states_by_intensity on consciousness_states (intensity);
insert into countries values ('DE', 'Germany');
