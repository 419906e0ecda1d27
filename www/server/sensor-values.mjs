// An airfield's sensors: readings in turn, and an alert when one leaves its limits or is back within them.

const SENSORS = [
  { sensor: "Runway wind", unit: "kt", usual: 12, limit: 22, digits: 0 },
  { sensor: "Apron", unit: "°C", usual: 18, limit: 31, digits: 1 },
  { sensor: "Fuel line", unit: "bar", usual: 3.4, limit: 4.2, digits: 2 },
  { sensor: "Cabin CO₂", unit: "ppm", usual: 620, limit: 1000, digits: 0 },
];
/** How often a sensor begins to run away, and how long it does, in readings. */
const RUNAWAY = 1 / 40;
const RUNS = 7;

/** Each call of what it gives is one reading, or one alert. */
export function createSensors() {
  const sensors = SENSORS.map((each) => ({ ...each, value: each.usual, runs: 0, isOver: false }));
  const alerts = [];
  let turn = 0;

  const read = (sensor) => {
    const { usual, limit } = sensor;
    if (sensor.runs === 0 && Math.random() < RUNAWAY) sensor.runs = RUNS;
    const target = sensor.runs > 0 ? usual + (limit - usual) * 1.4 : usual;
    sensor.runs = Math.max(0, sensor.runs - 1);
    sensor.value += (target - sensor.value) / 4 + (Math.random() - 0.5) * (limit - usual) * 0.25;
    const isOver = sensor.value > limit;
    if (isOver !== sensor.isOver) alerts.push({ ...sensor, isOver });
    sensor.isOver = isOver;
  };

  return () => {
    const told = alerts.shift();
    if (told) {
      const { sensor, isOver, unit, limit } = told;
      return { type: "alert", data: { sensor, isOver, unit, limit, at: new Date().toISOString() } };
    }
    const each = sensors[turn % sensors.length];
    turn += 1;
    read(each);
    const { sensor, unit, limit, digits, value } = each;
    return { type: "reading", data: { sensor, unit, limit, value: Number(Math.max(0, value).toFixed(digits)) } };
  };
}
