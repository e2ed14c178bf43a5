/** Which rooms have their tests run in one process, by the name of the file that does it. Those of one process run one after the other. */
export const rooms = {
  pure: [
    'lib/{api,clusters,commands,control,evaluate,job,mesos,monitoring,plan,recurring,request,room,store}',
    'bench',
    'cli/text',
    'dashboard',
    'test/{template,rows}',
  ],
  frameworks: ['lib/frameworks/{chronos,marathon}', 'simulators/{keystone,monasca}'],
  local: ['local/{api,events,iam,lambda,scheduler,start}', 'scripts'],
  monasca: ['lib/{monasca,telling}'],
} as const;
