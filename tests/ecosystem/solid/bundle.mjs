export default { conditions: ["browser"] };
